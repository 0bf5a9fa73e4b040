package dev.assay.training;

/**
 * What is noted of a step.
 *
 * @param step its number, from 1: how many steps have been made with it
 * @param loss before the step
 * @param learningRate of the step
 * @param gradientNorm before clipping
 * @param imagesPerSecond since the row before
 */
public record StepRow(long step, double loss, double learningRate, double gradientNorm, double imagesPerSecond) {}
