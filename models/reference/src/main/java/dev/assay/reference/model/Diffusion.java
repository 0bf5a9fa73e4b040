package dev.assay.reference.model;

/**
 * How a network's prediction is meant, and how it is told the noise. Time runs from 0 (no noise) to 1.
 *
 * @param schedule the noise schedule, by name
 * @param prediction {@code eps}, {@code v} or {@code x0}
 * @param timeScale the network's time input is {@code timeScale * time + timeShift}
 * @param timeShift see {@code timeScale}
 * @param noClass the class that stands for none, in guidance; -1 if the network has no such class
 */
public record Diffusion(String schedule, String prediction, double timeScale, double timeShift, int noClass) {}
