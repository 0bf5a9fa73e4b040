package dev.assay.local.judge;

import java.util.List;

/**
 * One question about one output.
 *
 * @param instruction what the system was asked for
 * @param question to be answered yes or no; yes is good
 * @param pictures references first, then the outputs, in order
 * @param missing labels of outputs that are not there
 */
public record Query(String instruction, String question, List<Picture> pictures, List<String> missing) {
    public Query {
        pictures = List.copyOf(pictures);
        missing = List.copyOf(missing);
    }
}
