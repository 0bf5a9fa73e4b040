package dev.assay.reference.weights;

import dev.assay.graph.Parameter;
import dev.assay.graph.Weights;
import dev.assay.reference.weights.PickleWriter.TestTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;

/** Writes networks as EDM and RDM save them: objects of classes whose source is in the file. */
final class PersistentModules {
    /** What would harm if any of it were executed. */
    private static final String SOURCE = "raise SystemExit('this source was executed')\n";

    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final PickleWriter out;
    private final boolean zipped;

    private PersistentModules(boolean zipped) {
        this.zipped = zipped;
        this.out = new PickleWriter(zipped ? 2 : 4);
    }

    /** EDM's .pkl: one averaged network and what belongs to its training. */
    static void pickle(Path file, List<Parameter> parameters, Weights weights) throws IOException {
        PersistentModules m = new PersistentModules(false);
        m.out.code('}').code('(');
        m.out.text("ema");
        m.module("", parameters, weights);
        m.out.text("loss_fn");
        m.object(
                "EDMLoss",
                () -> m.out.code('}').code('(').text("P_mean").number(-1).code('u'));
        m.out.text("augment_pipe").code('N');
        m.out.text("dataset_kwargs").global("dnnlib.util", "EasyDict").code(')').code(0x81);
        m.out.code('(')
                .text("class_name")
                .text("training.dataset.ImageFolderDataset")
                .code('u');
        Files.write(file, m.out.code('u').end());
    }

    /** RDM's .pt: the averaged network, the network and the optimiser's state. */
    static void zip(Path file, List<Parameter> parameters, Weights averaged, Weights last) throws IOException {
        PersistentModules m = new PersistentModules(true);
        m.out.code('}').code('(');
        m.out.text("optimizer_state")
                .code('}')
                .code('(')
                .text("state")
                .code('}')
                .code('(')
                .number(0);
        m.out.code('}').code('(').text("exp_avg");
        m.tensor(new float[] {1, 2}, List.of(2L));
        m.out.code('u').code('u').text("param_groups").code(']').code('u');
        m.out.text("step").number(7);
        m.out.text("ema");
        m.module("", parameters, averaged);
        m.out.text("net");
        m.module("", parameters, last);
        m.entries.put("data.pkl", m.out.code('u').end());
        TestFiles.zip(file, m.entries, ZipEntry.STORED);
    }

    /** A module of all parameters under a path; {@code enc} and {@code dec} are torch's own containers. */
    private void module(String path, List<Parameter> parameters, Weights weights) {
        String name = path.substring(path.lastIndexOf('.') + 1);
        if (name.equals("enc") || name.equals("dec")) {
            out.global("torch.nn.modules.container", "ModuleDict").code(')').code(0x81);
            members(path, parameters, weights);
            out.code('b');
        } else {
            object("Module", () -> members(path, parameters, weights));
        }
    }

    private void object(String className, Runnable state) {
        out.global("torch_utils.persistence", "_reconstruct_persistent_obj");
        out.code('}').code('(');
        out.text("type").text("class").text("version").number(6);
        out.text("module_src").text(SOURCE).text("class_name").text(className);
        out.text("state");
        state.run();
        out.code('u').code(0x85).code('R');
    }

    private void members(String path, List<Parameter> parameters, Weights weights) {
        out.code('}').code('(').text("training").code(0x89);
        out.text("_init_kwargs").code('}');
        out.text("_parameters");
        tensors(path, parameters, weights, false);
        out.text("_buffers");
        tensors(path, parameters, weights, true);
        out.text("_non_persistent_buffers_set")
                .global("__builtin__", "set")
                .code(']')
                .code(0x85)
                .code('R');
        out.text("_modules");
        ordered(() -> children(path, parameters).forEach((name, all) -> {
            out.text(name);
            module(path.isEmpty() ? name : path + "." + name, all, weights);
        }));
        out.code('u');
    }

    private void ordered(Runnable items) {
        out.global("collections", "OrderedDict").code(')').code('R').code('(');
        items.run();
        out.code('u');
    }

    private void tensors(String path, List<Parameter> parameters, Weights weights, boolean buffers) {
        ordered(() -> {
            for (Parameter p : parameters) {
                String name = below(path, p);
                if (!name.contains(".") && buffers == (p.role() == Parameter.Role.BUFFER)) {
                    out.text(name);
                    List<Long> sizes =
                            p.shape().dims().stream().map(Integer::longValue).toList();
                    float[] values = weights.tensor(p.name(), p.shape());
                    if (buffers) {
                        tensor(values, sizes);
                    } else {
                        out.global("torch._utils", "_rebuild_parameter").code('(');
                        tensor(values, sizes);
                        out.code(0x88)
                                .global("collections", "OrderedDict")
                                .code(')')
                                .code('R');
                        out.code('t').code('R');
                    }
                }
            }
            out.text("absent").code('N');
        });
    }

    /** In the zip as an entry, in the pickle as bytes that are a checkpoint of a storage. */
    private void tensor(float[] values, List<Long> sizes) {
        TestTensor t = TestTensor.floats(values, sizes.toArray(Long[]::new));
        if (zipped) {
            String key = Integer.toString(entries.size());
            entries.put("data/" + key, t.bytes());
            out.tensor(t.storage(), key, t.count(), 0, t.sizes(), t.strides());
            return;
        }
        out.global("torch._utils", "_rebuild_tensor_v2").code('(');
        out.global("torch.storage", "_load_from_bytes")
                .blob(storage(t))
                .code(0x85)
                .code('R');
        out.number(0).numbers(t.sizes()).numbers(t.strides()).code(0x89);
        out.global("collections", "OrderedDict").code(')').code('R');
        out.code('t').code('R');
    }

    static byte[] storage(TestTensor t) {
        PickleWriter object = new PickleWriter().code('(').text("storage").global("torch", t.storage());
        object.text("94").text("cpu").number(t.count()).code('N').code('t').code('Q');
        PickleWriter keys = new PickleWriter().code(']').text("94").code('a');
        return TestFiles.bytes(
                List.of(TestFiles.legacyHeader(), object.end(), keys.end(), TestFiles.longs(t.count()), t.bytes()));
    }

    private static String below(String path, Parameter p) {
        return path.isEmpty() ? p.name() : p.name().substring(path.length() + 1);
    }

    private static Map<String, List<Parameter>> children(String path, List<Parameter> parameters) {
        Map<String, List<Parameter>> children = new LinkedHashMap<>();
        for (Parameter p : parameters) {
            String name = below(path, p);
            int dot = name.indexOf('.');
            if (dot > 0) {
                children.computeIfAbsent(name.substring(0, dot), n -> new java.util.ArrayList<>())
                        .add(p);
            }
        }
        return children;
    }
}
