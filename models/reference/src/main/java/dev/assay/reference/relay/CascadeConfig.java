package dev.assay.reference.relay;

import java.util.List;
import java.util.Map;

/**
 * A system of several stages as a YAML file describes it; {@link Cascade} is what it means. All keys are stated.
 *
 * @param system its name
 * @param about one line on what it is
 * @param source where its settings come from; {@code ours} where none are published
 * @param stages from the lowest resolution up, at least one
 * @param labels the label policy, {@code name} and settings, one for all stages; empty where images have no classes
 * @param enhancements what is done to finished images, in order, each {@code name} and settings; usually empty
 */
public record CascadeConfig(
        String system,
        String about,
        String source,
        List<StageConfig> stages,
        Map<String, Object> labels,
        List<Map<String, Object>> enhancements) {
    public CascadeConfig {
        stages = List.copyOf(stages);
        enhancements = List.copyOf(enhancements);
    }

    /**
     * One stage.
     *
     * @param model a preset or the configuration file of a model
     * @param weights the file of its weights; empty where it is given when the system runs
     * @param from where its low-resolution images come from: {@code noise}, {@code previous}, or the path of a folder or
     *     of an .npz file
     * @param sampler {@code name} and settings
     * @param guidance {@code name} and settings
     */
    public record StageConfig(
            String model, String weights, String from, Map<String, Object> sampler, Map<String, Object> guidance) {}
}
