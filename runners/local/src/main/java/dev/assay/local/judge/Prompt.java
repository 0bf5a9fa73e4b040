package dev.assay.local.judge;

import dev.assay.spec.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a judge of the chat protocol is told: separate pictures, each after its label, and one question. */
final class Prompt {
    private static final String SYSTEM = """
            You check pictures that a program made from an instruction. You are shown reference pictures, where there \
            are any, and then the output pictures, each after its label. Answer one yes-no question about the output. \
            Judge only what you see; where you are not sure, the answer is no. Reply with one JSON object and nothing \
            else: {"score": 1 for yes or 0 for no, "reason": "one short sentence"}.""";

    private static final String INSTRUCTION = "The instruction was: ";
    private static final String MISSING = "There is no picture for ";
    private static final String QUESTION = "The question: ";

    private Prompt() {}

    /** Hash of everything fixed in it. */
    static String sha256() {
        return Json.sha256(List.of(SYSTEM, INSTRUCTION, MISSING, QUESTION));
    }

    /** The messages of a request. */
    static List<Object> messages(Query query) {
        List<Object> parts = new ArrayList<>();
        parts.add(text(INSTRUCTION + query.instruction()));
        for (Picture picture : query.pictures()) {
            parts.add(text(picture.label()));
            parts.add(Map.of("type", "image_url", "image_url", Map.of("url", PngBytes.url(picture.image()))));
        }
        query.missing().forEach(label -> parts.add(text(MISSING + label)));
        parts.add(text(QUESTION + query.question()));
        return List.of(Map.of("role", "system", "content", SYSTEM), Map.of("role", "user", "content", parts));
    }

    private static Map<String, String> text(String text) {
        return Map.of("type", "text", "text", text);
    }
}
