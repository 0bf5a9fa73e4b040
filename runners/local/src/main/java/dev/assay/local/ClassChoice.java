package dev.assay.local;

import dev.assay.reference.diffusion.LabelPolicies;
import dev.assay.reference.diffusion.LabelPolicy;
import dev.assay.reference.model.Model;
import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which classes images are of, as the command line says it: a policy by name, or classes in turn. */
final class ClassChoice {
    /** What it is where nothing is said. */
    static final String USUAL = "balanced";

    private static final Pattern LIST = Pattern.compile("\\d{1,9}(-\\d{1,9})?(,\\d{1,9}(-\\d{1,9})?)*");
    private static final Pattern RANGE = Pattern.compile("(\\d+)(?:-(\\d+))?");

    private ClassChoice() {}

    /** The policy for a number of images of a model; one without classes has one policy. */
    static LabelPolicy of(String text, Model model, int images) {
        int rows = model.diffusionNetwork().classes();
        if (rows == 0) {
            if (!text.equals(USUAL)) {
                throw new AssayException(
                        "--classes " + text,
                        model.name() + " has no classes",
                        "it makes images of all kinds",
                        "leave it out");
            }
            return new LabelPolicy.Fixed(0);
        }
        if (LIST.matcher(text).matches()) {
            List<Integer> classes = listed(text, rows);
            return (seed, image) -> classes.get((int) (image % classes.size()));
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        if (!text.equals("fixed")) {
            settings.put("classes", rows - (model.diffusion().noClass() >= 0 ? 1 : 0));
        }
        if (text.equals("blocks")) {
            settings.put("images", images);
        }
        return LabelPolicies.named(text, settings);
    }

    /** {@code 3,7-9} as 3, 7, 8, 9. */
    private static List<Integer> listed(String text, int rows) {
        List<Integer> classes = new ArrayList<>();
        Matcher range = RANGE.matcher(text);
        while (range.find()) {
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (last < first || last >= rows) {
                throw new AssayException(
                        "--classes " + text,
                        "there is no class " + range.group(),
                        "classes are 0 to " + (rows - 1),
                        "choose from them");
            }
            for (int c = first; c <= last; c++) {
                classes.add(c);
            }
        }
        return classes;
    }
}
