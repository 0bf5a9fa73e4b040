package dev.assay.datasets.drawn;

/** How the parts of a picture are put on paper; where they lie is the same in all. */
enum Render {
    /** Black lines on white. */
    LINE,
    /** Even colours inside dark lines. */
    FLAT,
    /** Colours that are lighter above and to the left, without lines. */
    SHADED
}
