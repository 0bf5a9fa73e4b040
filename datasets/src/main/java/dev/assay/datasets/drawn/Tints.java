package dev.assay.datasets.drawn;

/**
 * The colours of a thing; which part has which is up to the thing.
 *
 * @param words what else the drawing states
 */
record Tints(int main, int second, int third, Words words) {
    static Tints of(Words words) {
        return new Tints(words.colour("main"), words.colour("second"), words.colour("third"), words);
    }
}
