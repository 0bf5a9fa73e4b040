package dev.assay.reference.weights;

import dev.assay.graph.DataType;
import dev.assay.reference.weights.Pickled.Global;
import dev.assay.reference.weights.Pickled.Known;
import dev.assay.reference.weights.Pickled.StorageClass;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The closed list of functions and classes that a pickle may name. */
final class Globals {
    static final Map<String, Pickled> LIST = list();

    private Globals() {}

    private static Map<String, Pickled> list() {
        Map<String, Pickled> list = new HashMap<>();
        storages().forEach((name, type) -> list.put(name, new StorageClass(type)));
        stand(list, Known.ORDERED_DICT, "collections.OrderedDict");
        stand(list, Known.REBUILD_TENSOR, "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2");
        stand(
                list,
                Known.REBUILD_PARAMETER,
                "torch._utils._rebuild_parameter",
                "torch._utils._rebuild_parameter_with_state");
        stand(list, Known.SIZE, "torch.Size");
        stand(
                list,
                Known.MODULE,
                "torch.nn.modules.container.ModuleDict",
                "torch.nn.modules.container.ModuleList",
                "torch.nn.modules.container.Sequential");
        stand(list, Known.PERSISTENT, "torch_utils.persistence._reconstruct_persistent_obj");
        stand(list, Known.LOAD_FROM_BYTES, "torch.storage._load_from_bytes");
        stand(
                list,
                Known.PAST,
                "_codecs.encode",
                "argparse.Namespace",
                "builtins.dict",
                "builtins.float",
                "builtins.frozenset",
                "builtins.int",
                "builtins.list",
                "builtins.set",
                "collections.Counter",
                "collections.defaultdict",
                "dnnlib.util.EasyDict",
                "numpy._core.multiarray._reconstruct",
                "numpy._core.multiarray.scalar",
                "numpy._core.numeric._frombuffer",
                "numpy.core.multiarray._reconstruct",
                "numpy.core.multiarray.scalar",
                "numpy.core.numeric._frombuffer",
                "numpy.dtype",
                "numpy.ndarray",
                "pathlib.Path",
                "pathlib.PosixPath",
                "pathlib.PurePosixPath",
                "pathlib.PureWindowsPath",
                "pathlib.WindowsPath",
                "pytorch_lightning.callbacks.model_checkpoint.ModelCheckpoint",
                "torch.bfloat16",
                "torch.device",
                "torch.float16",
                "torch.float32",
                "torch.float64",
                "torch.torch_version.TorchVersion");
        return Map.copyOf(list);
    }

    private static void stand(Map<String, Pickled> list, Known known, String... paths) {
        List.of(paths).forEach(path -> list.put(path, new Global(known)));
    }

    private static Map<String, DataType> storages() {
        return Map.of(
                "torch.FloatStorage", DataType.FLOAT32,
                "torch.HalfStorage", DataType.FLOAT16,
                "torch.BFloat16Storage", DataType.BFLOAT16,
                "torch.DoubleStorage", DataType.FLOAT64,
                "torch.LongStorage", DataType.INT64,
                "torch.IntStorage", DataType.INT32,
                "torch.ShortStorage", DataType.INT16,
                "torch.CharStorage", DataType.INT8,
                "torch.ByteStorage", DataType.UINT8,
                "torch.BoolStorage", DataType.BOOL);
    }
}
