package dev.assay.reference.diffusion;

/** What a network is told of the time t. */
public enum NetworkTime implements Choice {
    /** 1000 t: the number of steps of noise, from 1, as DiMR and U-ViT's discrete models count. */
    COUNT("count", 1000, 0),
    /** 1000 t - 1: the index of the step, from 0, as DiT, ADM and PixArt count. */
    INDEX("index", 1000, -1),
    /** 999 t: U-ViT's continuous models. */
    CONTINUOUS("continuous", 999, 0);

    private final String id;
    private final double scale;
    private final double shift;

    NetworkTime(String id, double scale, double shift) {
        this.id = id;
        this.scale = scale;
        this.shift = shift;
    }

    @Override
    public String id() {
        return id;
    }

    /** The network's input at time t in (0,1]; not rounded to whole steps. */
    public double of(double t) {
        return scale * t + shift;
    }
}
