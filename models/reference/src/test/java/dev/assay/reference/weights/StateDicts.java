package dev.assay.reference.weights;

import dev.assay.graph.Init;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Names and shapes of published networks, from the golden lists. */
final class StateDicts {
    private StateDicts() {}

    /** The parameters of a list such as {@code state_dict_DiT-XL-2.txt}: a name and its sizes in each line. */
    static List<Parameter> golden(String file) throws IOException {
        List<Parameter> parameters = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                StateDicts.class.getResourceAsStream("/golden/" + file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                int[] sizes = Arrays.stream(line.substring(space)
                                .replaceAll("[\\[\\] ]", "")
                                .split(","))
                        .mapToInt(Integer::parseInt)
                        .toArray();
                parameters.add(
                        new Parameter(line.substring(0, space), Shape.of(sizes), Parameter.Role.TRAINED, Init.NONE));
            }
        }
        return parameters;
    }
}
