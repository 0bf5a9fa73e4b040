"""Writes song.json: DDPM++ and NCSN++ in float64, from the description in Karras et al. 2022 and their released
networks.py, with NumPy alone and without looking at the Java code. Run it in this folder: python3 song.py"""
import json
import numpy as np


class Weights:
    """Collects names and shapes on the first run, then gives the values of SinFill."""

    def __init__(self, ranks=None):
        self.ranks, self.shapes = ranks, {}

    def __call__(self, name, *shape, buffer=False):
        self.shapes[name] = (shape, buffer)
        if self.ranks is None or buffer:
            return np.zeros(shape)
        s = np.sin(1 + 0.37 * self.ranks[name] + 0.11 * np.arange(int(np.prod(shape))))
        if len(shape) > 1:
            v = s / np.sqrt(np.prod(shape[1:]))
        else:
            v = 1 + 0.1 * s if name.endswith('weight') else 0.1 * s
        return v.astype(np.float32).astype(np.float64).reshape(shape)


def silu(x):
    return x / (1 + np.exp(-x))


def conv(x, w, pad, stride=1):
    k = w.shape[-1]
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    h = (x.shape[2] - k) // stride + 1
    out = np.zeros((x.shape[0], w.shape[0], h, h))
    for i in range(k):
        for j in range(k):
            part = x[:, :, i:i + (h - 1) * stride + 1:stride, j:j + (h - 1) * stride + 1:stride]
            out += np.einsum('nchw,oc->nohw', part, w[:, :, i, j])
    return out


def filtered_down(x, f, pad):
    """Each channel with the filter, every other place."""
    n, c, h, _ = x.shape
    w = np.zeros((1, 1, len(f), len(f)))
    w[0, 0] = np.outer(f, f) / np.sum(f) ** 2
    y = conv(x.reshape(n * c, 1, h, h), w, pad, 2)
    return y.reshape(n, c, y.shape[2], y.shape[3])


def filtered_up(x, f):
    """Zeros between all places, then the filter, four times as strong: the transpose of a strided convolution."""
    n, c, h, _ = x.shape
    pad = (len(f) - 1) // 2
    full = np.zeros((n, c, 2 * (h - 1) + len(f), 2 * (h - 1) + len(f)))
    w = 4 * np.outer(f, f) / np.sum(f) ** 2
    for i in range(len(f)):
        for j in range(len(f)):
            full[:, :, i:i + 2 * h - 1:2, j:j + 2 * h - 1:2] += w[i, j] * x
    size = full.shape[2]
    return full[:, :, pad:size - pad, pad:size - pad]


def song(w, x, noise, classes, augment, res, ch, mult, blocks, attn, fourier, filt, freqs):
    eps, half = 1e-6, ch * (2 if fourier else 1) // 2

    def linear(name, v, out, bias=True):
        y = v @ w(name + '.weight', out, v.shape[1]).T
        return y + w(name + '.bias', out) if bias else y

    def norm(name, v):
        n, c, h, _ = v.shape
        g = min(32, c // 4)
        v = v.reshape(n, g, -1)
        v = (v - v.mean(2, keepdims=True)) / np.sqrt(v.var(2, keepdims=True) + eps)
        v = v.reshape(n, c, h, h)
        return v * w(name + '.weight', c)[:, None, None] + w(name + '.bias', c)[:, None, None]

    def convolution(name, v, out, k, up=False, down=False):
        kernel = w(name + '.weight', out, v.shape[1], k, k)
        bias = w(name + '.bias', out)[:, None, None]
        if up or down:
            w(name + '.resample_filter', 1, 1, len(filt), len(filt), buffer=True)
        if up:
            v = filtered_up(v, filt)
        if down:
            v = filtered_down(v, filt, (len(filt) - 1) // 2)
        return conv(v, kernel, k // 2) + bias

    def fused_down(name, v, out):
        kernel = w(name + '.weight', out, v.shape[1], 3, 3)
        bias = w(name + '.bias', out)[:, None, None]
        w(name + '.resample_filter', 1, 1, len(filt), len(filt), buffer=True)
        return filtered_down(conv(v, kernel, 1 + (len(filt) - 1) // 2), filt, 0) + bias

    def block(name, v, out, up=False, down=False, attention=False):
        h = convolution(name + '.conv0', silu(norm(name + '.norm0', v)), out, 3, up, down)
        h = h + linear(name + '.affine', emb, out)[:, :, None, None]
        h = convolution(name + '.conv1', silu(norm(name + '.norm1', h)), out, 3)
        if out != v.shape[1] or up or down:
            v = convolution(name + '.skip', v, out, 1, up, down)
        y = (h + v) * np.sqrt(0.5)
        if attention:
            n, c, s, _ = y.shape
            qkv = convolution(name + '.qkv', norm(name + '.norm2', y), 3 * c, 1).reshape(n, c, 3, s * s)
            q, k, val = qkv[:, :, 0], qkv[:, :, 1], qkv[:, :, 2]
            scores = np.einsum('ncq,nck->nqk', q, k) / np.sqrt(c)
            scores = np.exp(scores - scores.max(2, keepdims=True))
            scores = scores / scores.sum(2, keepdims=True)
            a = np.einsum('nqk,nck->ncq', scores, val).reshape(y.shape)
            y = (convolution(name + '.proj', a, c, 1) + y) * np.sqrt(0.5)
        return y

    if fourier:
        w('map_noise.freqs', half, buffer=True)
        angles = np.outer(noise, 2 * np.pi * freqs)
    else:
        angles = np.outer(noise, (1 / 10000) ** (np.arange(half) / (half - 1)))
    emb = np.concatenate([np.cos(angles), np.sin(angles)], 1)
    emb = emb.reshape(len(noise), 2, -1)[:, ::-1].reshape(emb.shape)
    emb = emb + linear('map_label', classes * np.sqrt(classes.shape[1]), 2 * half)
    emb = emb + linear('map_augment', augment, 2 * half, bias=False)
    emb = silu(linear('map_layer0', emb, 4 * ch))
    emb = silu(linear('map_layer1', emb, 4 * ch))

    skips, aux = [], x
    for level, m in enumerate(mult):
        r = res >> level
        at = f'enc.{r}x{r}_'
        if level == 0:
            x = convolution(at + 'conv', x, ch, 3)
            skips.append(x)
        else:
            x = block(at + 'down', x, x.shape[1], down=True)
            skips.append(x)
            if fourier:
                x = skips[-1] = aux = (x + fused_down(at + 'aux_residual', aux, x.shape[1])) / np.sqrt(2)
        for i in range(blocks):
            x = block(at + f'block{i}', x, ch * m, attention=r in attn)
            skips.append(x)
    for level in reversed(range(len(mult))):
        r = res >> level
        at = f'dec.{r}x{r}_'
        if level == len(mult) - 1:
            x = block(at + 'in0', x, x.shape[1], attention=True)
            x = block(at + 'in1', x, x.shape[1])
        else:
            x = block(at + 'up', x, x.shape[1], up=True)
        for i in range(blocks + 1):
            x = np.concatenate([x, skips.pop()], 1)
            x = block(at + f'block{i}', x, ch * mult[level], attention=i == blocks and r in attn)
    return convolution(at + 'aux_conv', silu(norm(at + 'aux_norm', x)), 3, 3)


def run(fourier):
    res, ch = 16, 16
    filt = np.array([1, 3, 3, 1] if fourier else [1, 1], float)
    freqs = np.sin(np.arange(ch) + 1).astype(np.float32).astype(np.float64)
    i = np.arange(2 * 3 * res * res)
    x = np.sin(12.9898 * (i + 1)).astype(np.float32).astype(np.float64).reshape(2, 3, res, res)
    noise = np.array([-1.25, 0.75])
    classes = np.zeros((2, 10))
    classes[0, 3] = classes[1, 7] = 1
    augment = np.sin(np.arange(18) + 1).astype(np.float32).astype(np.float64).reshape(2, 9)
    args = (x, noise, classes, augment, res, ch, [1, 2], 1, [8], fourier, filt, freqs)
    first = Weights()
    song(first, *args)
    names = sorted(n for n, (_, buffer) in first.shapes.items() if not buffer)
    weights = Weights({n: k for k, n in enumerate(names)})
    y = song(weights, *args)
    shapes = [[n, *('x'.join(map(str, s)), 'buffer' if b else 'param')] for n, (s, b) in weights.shapes.items()]
    return {'tensors': shapes, 'out': [float(v) for v in y.ravel()]}


if __name__ == '__main__':
    with open('song.json', 'w') as f:
        json.dump({'numpy': np.__version__, 'ddpmpp': run(False), 'ncsnpp': run(True)}, f)
        f.write('\n')
