package dev.assay.training;

/**
 * What the natives are asked to do, in the language of TorchScript archives. Every method takes the arrays that an
 * operation works on as a list, then its settings.
 */
final class ScriptSource {
    private ScriptSource() {}

    static String text() {
        return HEAD + OPERATIONS + IMAGES + TRAINING;
    }

    private static final String HEAD = """
            class Operations(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
            """;

    private static final String OPERATIONS = """
              def relu(self: __torch__.Operations, x: List[Tensor]) -> Tensor:
                return torch.relu(x[0])
              def sigmoid(self: __torch__.Operations, x: List[Tensor]) -> Tensor:
                return torch.sigmoid(x[0])
              def sqrt(self: __torch__.Operations, x: List[Tensor]) -> Tensor:
                return torch.sqrt(x[0])
              def exp(self: __torch__.Operations, x: List[Tensor]) -> Tensor:
                return torch.exp(x[0])
              def log(self: __torch__.Operations, x: List[Tensor]) -> Tensor:
                return torch.log(x[0])
              def sin(self: __torch__.Operations, x: List[Tensor]) -> Tensor:
                return torch.sin(x[0])
              def cos(self: __torch__.Operations, x: List[Tensor]) -> Tensor:
                return torch.cos(x[0])
              def tanh(self: __torch__.Operations, x: List[Tensor]) -> Tensor:
                return torch.tanh(x[0])
              def erf(self: __torch__.Operations, x: List[Tensor]) -> Tensor:
                return torch.erf(x[0])
              def abs(self: __torch__.Operations, x: List[Tensor]) -> Tensor:
                return torch.abs(x[0])
              def silu(self: __torch__.Operations, x: List[Tensor]) -> Tensor:
                return torch.silu(x[0])
              def gelu(self: __torch__.Operations, x: List[Tensor]) -> Tensor:
                return torch.gelu(x[0], approximate="none")
              def gelu_tanh(self: __torch__.Operations, x: List[Tensor]) -> Tensor:
                return torch.gelu(x[0], approximate="tanh")
              def add(self: __torch__.Operations, x: List[Tensor]) -> Tensor:
                return torch.add(x[0], x[1])
              def sub(self: __torch__.Operations, x: List[Tensor]) -> Tensor:
                return torch.sub(x[0], x[1])
              def mul(self: __torch__.Operations, x: List[Tensor]) -> Tensor:
                return torch.mul(x[0], x[1])
              def div(self: __torch__.Operations, x: List[Tensor]) -> Tensor:
                return torch.div(x[0], x[1])
              def div_whole(self: __torch__.Operations, x: List[Tensor]) -> Tensor:
                return torch.div(x[0], x[1], rounding_mode="trunc")
              def max(self: __torch__.Operations, x: List[Tensor]) -> Tensor:
                return torch.maximum(x[0], x[1])
              def min(self: __torch__.Operations, x: List[Tensor]) -> Tensor:
                return torch.minimum(x[0], x[1])
              def matmul(self: __torch__.Operations, x: List[Tensor]) -> Tensor:
                return torch.matmul(x[0], x[1])
              def linear(self: __torch__.Operations, x: List[Tensor]) -> Tensor:
                bias = annotate(Optional[Tensor], None)
                if torch.gt(torch.len(x), 2):
                  bias = x[2]
                return torch.linear(x[0], x[1], bias)
              def softmax(self: __torch__.Operations, x: List[Tensor], axis: int) -> Tensor:
                return torch.softmax(x[0], axis)
              def attention(self: __torch__.Operations, x: List[Tensor], heads: int, scale: float) -> Tensor:
                q = torch.transpose(torch.unflatten(x[0], 2, [heads, -1]), 1, 2)
                k = torch.transpose(torch.unflatten(x[1], 2, [heads, -1]), 1, 2)
                v = torch.transpose(torch.unflatten(x[2], 2, [heads, -1]), 1, 2)
                bias = annotate(Optional[Tensor], None)
                if torch.gt(torch.len(x), 3):
                  bias = x[3]
                y = torch.scaled_dot_product_attention(q, k, v, bias, 0., False, scale=scale)
                return torch.flatten(torch.transpose(y, 1, 2), 2, 3)
              def layer_norm(self: __torch__.Operations, x: List[Tensor], epsilon: float) -> Tensor:
                weight = annotate(Optional[Tensor], None)
                bias = annotate(Optional[Tensor], None)
                if torch.gt(torch.len(x), 1):
                  weight = x[1]
                if torch.gt(torch.len(x), 2):
                  bias = x[2]
                return torch.layer_norm(x[0], [torch.size(x[0], -1)], weight, bias, epsilon)
              def group_norm(self: __torch__.Operations, x: List[Tensor], groups: int, epsilon: float) -> Tensor:
                return torch.group_norm(x[0], groups, x[1], x[2], epsilon)
              def gather(self: __torch__.Operations, x: List[Tensor], sizes: List[int]) -> Tensor:
                return torch.reshape(torch.index_select(x[0], 0, torch.reshape(x[1], [-1])), sizes)
              def reshape(self: __torch__.Operations, x: List[Tensor], sizes: List[int]) -> Tensor:
                return torch.reshape(x[0], sizes)
              def transpose(self: __torch__.Operations, x: List[Tensor], axes: List[int]) -> Tensor:
                return torch.permute(x[0], axes)
              def concat(self: __torch__.Operations, x: List[Tensor], axis: int) -> Tensor:
                return torch.cat(x, axis)
              def slice(self: __torch__.Operations, x: List[Tensor], axis: int, start: int, end: int) -> Tensor:
                return torch.slice(x[0], axis, start, end, 1)
              def reduce_mean(self: __torch__.Operations, x: List[Tensor], axes: List[int], keep: bool) -> Tensor:
                return torch.mean(x[0], axes, keep)
              def reduce_sum(self: __torch__.Operations, x: List[Tensor], axes: List[int], keep: bool) -> Tensor:
                return torch.sum(x[0], axes, keep)
              def reduce_max(self: __torch__.Operations, x: List[Tensor], axes: List[int], keep: bool) -> Tensor:
                return torch.amax(x[0], axes, keep)
              def cast(self: __torch__.Operations, x: List[Tensor], type: int) -> Tensor:
                return torch.to(x[0], type)
              def fill(self: __torch__.Operations, x: List[Tensor], value: float, type: int) -> Tensor:
                return torch.full([], value, dtype=type)
              def copy(self: __torch__.Operations, x: List[Tensor], type: int) -> Tensor:
                return torch.to(x[0], type, False, True)
            """;

    /** Padding comes as columns before and after, rows above and below, which is torch's order. */
    private static final String IMAGES = """
              def pad(self: __torch__.Operations, x: List[Tensor], padding: List[int], value: float) -> Tensor:
                return torch.constant_pad_nd(x[0], padding, value)
              def conv(self: __torch__.Operations, x: List[Tensor], strides: List[int], padding: List[int], groups: int) -> Tensor:
                bias = annotate(Optional[Tensor], None)
                if torch.gt(torch.len(x), 2):
                  bias = x[2]
                return torch.conv2d(x[0], x[1], bias, strides, padding, [1, 1], groups)
              def conv_transpose(self: __torch__.Operations, x: List[Tensor], stride: int, padding: int, extra: int, groups: int) -> Tensor:
                bias = annotate(Optional[Tensor], None)
                if torch.gt(torch.len(x), 2):
                  bias = x[2]
                return torch.conv_transpose2d(x[0], x[1], bias, [stride, stride], [padding, padding], [extra, extra], groups, [1, 1])
              def max_pool(self: __torch__.Operations, x: List[Tensor], window: List[int], strides: List[int]) -> Tensor:
                return torch.max_pool2d(x[0], window, strides, [0, 0], [1, 1], False)
              def average_pool(self: __torch__.Operations, x: List[Tensor], window: List[int], strides: List[int]) -> Tensor:
                return torch.avg_pool2d(x[0], window, strides, [0, 0], False, True, None)
              def average_inside(self: __torch__.Operations, x: List[Tensor], window: List[int], strides: List[int], padding: List[int]) -> Tensor:
                inside = torch.constant_pad_nd(torch.ones_like(torch.slice(torch.slice(torch.detach(x[0]), 0, 0, 1, 1), 1, 0, 1, 1)), padding, 0.)
                share = torch.avg_pool2d(inside, window, strides, [0, 0], False, True, None)
                sum = torch.avg_pool2d(torch.constant_pad_nd(x[0], padding, 0.), window, strides, [0, 0], False, True, None)
                return torch.div(sum, share)
              def shuffle_channel_first(self: __torch__.Operations, x: List[Tensor], factor: int) -> Tensor:
                return torch.pixel_shuffle(x[0], factor)
              def shuffle_channel_last(self: __torch__.Operations, x: List[Tensor], factor: int) -> Tensor:
                split = torch.unflatten(x[0], 1, [factor, factor, -1])
                return torch.flatten(torch.flatten(torch.permute(split, [0, 3, 4, 1, 5, 2]), 2, 3), 3, 4)
              def nearest(self: __torch__.Operations, x: List[Tensor], sizes: List[int]) -> Tensor:
                return torch.upsample_nearest2d(x[0], sizes, None, None)
              def bilinear(self: __torch__.Operations, x: List[Tensor], sizes: List[int]) -> Tensor:
                return torch.upsample_bilinear2d(x[0], sizes, False, None, None)
              def antialiased_bilinear(self: __torch__.Operations, x: List[Tensor], sizes: List[int]) -> Tensor:
                return torch._upsample_bilinear2d_aa(x[0], sizes, False, None, None)
              def antialiased_bicubic(self: __torch__.Operations, x: List[Tensor], sizes: List[int]) -> Tensor:
                return torch._upsample_bicubic2d_aa(x[0], sizes, False, None, None)
            """;

    /** Parameters that are added to one another may share one gradient in torch; each gets its own, as clipping changes it. */
    private static final String TRAINING = """
              def gradients(self: __torch__.Operations, x: List[Tensor], y: Tensor) -> List[Tensor]:
                found = torch.grad([y], x, None, None, False, True)
                result = annotate(List[Tensor], [])
                for i in range(torch.len(x)):
                  g = found[i]
                  if torch.__isnot__(g, None):
                    result.append(torch.clone(unchecked_cast(Tensor, g)))
                  else:
                    result.append(torch.zeros_like(x[i]))
                return result
              def norm(self: __torch__.Operations, x: List[Tensor]) -> Tensor:
                norms = annotate(List[Tensor], [])
                for i in range(torch.len(x)):
                  norms.append(torch.linalg_vector_norm(x[i], 2))
                return torch.linalg_vector_norm(torch.stack(norms), 2)
              def clip(self: __torch__.Operations, x: List[Tensor], most: float) -> Tensor:
                norm = self.norm(x)
                factor = torch.clamp(torch.mul(torch.reciprocal(torch.add(norm, 1e-6)), most), None, 1.)
                for i in range(torch.len(x)):
                  changed = torch.mul_(x[i], factor)
                return norm
              def adamw(self: __torch__.Operations, x: List[Tensor], gradients: List[Tensor], first: List[Tensor], second: List[Tensor], keep: List[float], beta1: float, beta2: float, epsilon: float, size: float, root: float) -> Tensor:
                for i in range(torch.len(x)):
                  if torch.ne(keep[i], 1.):
                    decayed = torch.mul_(x[i], keep[i])
                  m = torch.lerp_(first[i], gradients[i], torch.sub(1., beta1))
                  v = torch.addcmul_(torch.mul_(second[i], beta2), gradients[i], gradients[i], value=torch.sub(1., beta2))
                  changed = torch.addcdiv_(x[i], m, torch.add_(torch.div_(torch.sqrt(v), root), epsilon), value=torch.neg(size))
                return torch.detach(x[0])
              def average(self: __torch__.Operations, x: List[Tensor], now: List[Tensor], rate: float) -> Tensor:
                for i in range(torch.len(x)):
                  changed = torch.add_(torch.mul_(x[i], rate), torch.mul(now[i], torch.sub(1., rate)))
                return torch.detach(x[0])
            """;
}
