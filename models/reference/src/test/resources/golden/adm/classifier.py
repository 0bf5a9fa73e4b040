"""Writes classifier.json: a small classifier of noisy images in float64, from the description in Dhariwal and Nichol
2021 and guided-diffusion's unet.py, with NumPy alone and without looking at the Java code. Run it in this folder:
python3 classifier.py"""
import json
import os
import sys

import numpy as np

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'song'))
from song import Weights, conv, silu  # noqa: E402


def classifier(w, x, steps, ch, mult, depth, attention, head, classes):
    def linear(name, v, out):
        return v @ w(name + '.weight', out, v.shape[1]).T + w(name + '.bias', out)

    def norm(name, v):
        n, c = v.shape[:2]
        g = v.reshape(n, 32, -1)
        g = (g - g.mean(2, keepdims=True)) / np.sqrt(g.var(2, keepdims=True) + 1e-5)
        one = (-1,) + (1,) * (v.ndim - 2)
        return g.reshape(v.shape) * w(name + '.weight', c).reshape(one) + w(name + '.bias', c).reshape(one)

    def convolution(name, v, out, k):
        kernel = w(name + '.weight', out, v.shape[1], k, k)
        return conv(v, kernel, k // 2) + w(name + '.bias', out)[:, None, None]

    def rows(name, v, out):
        return np.einsum('oc,ncl->nol', w(name + '.weight', out, v.shape[1], 1)[:, :, 0], v) + w(
            name + '.bias', out)[:, None]

    def half(v):
        return (v[:, :, ::2, ::2] + v[:, :, 1::2, ::2] + v[:, :, ::2, 1::2] + v[:, :, 1::2, 1::2]) / 4

    def residual(name, v, out, down=False):
        h = silu(norm(name + '.in_layers.0', v))
        h, v = (half(h), half(v)) if down else (h, v)
        h = convolution(name + '.in_layers.2', h, out, 3)
        scale, shift = np.split(linear(name + '.emb_layers.1', silu(emb), 2 * out)[:, :, None, None], 2, 1)
        h = norm(name + '.out_layers.0', h) * (1 + scale) + shift
        h = convolution(name + '.out_layers.3', silu(h), out, 3)
        return (v if v.shape[1] == out else convolution(name + '.skip_connection', v, out, 1)) + h

    def mix(q, k, v):
        """[heads, width, places] each"""
        s = np.einsum('hcq,hck->hqk', q, k) / np.sqrt(q.shape[1])
        s = np.exp(s - s.max(2, keepdims=True))
        return np.einsum('hqk,hck->hcq', s / s.sum(2, keepdims=True), v)

    def attend(name, v):
        n, c, h, _ = v.shape
        flat = v.reshape(n, c, -1)
        qkv = rows(name + '.qkv', norm(name + '.norm', flat), 3 * c)
        heads = qkv.reshape(n * (c // head), 3 * head, -1)  # legacy: each head has its q, k and v together
        a = mix(heads[:, :head], heads[:, head:2 * head], heads[:, 2 * head:])
        return (flat + rows(name + '.proj_out', a.reshape(n, c, -1), c)).reshape(v.shape)

    size = x.shape[2]
    freqs = np.exp(-np.log(10000) * np.arange(ch // 2) / (ch // 2))
    emb = np.concatenate([np.cos(np.outer(steps, freqs)), np.sin(np.outer(steps, freqs))], 1)
    emb = linear('time_embed.2', silu(linear('time_embed.0', emb, 4 * ch)), 4 * ch)
    x = convolution('input_blocks.0.0', x, mult[0] * ch, 3)
    block = 1
    for level, m in enumerate(mult):
        for _ in range(depth):
            x = residual(f'input_blocks.{block}.0', x, m * ch)
            if size >> level in attention:
                x = attend(f'input_blocks.{block}.1', x)
            block += 1
        if level < len(mult) - 1:
            x = residual(f'input_blocks.{block}.0', x, m * ch, down=True)
            block += 1
    x = residual('middle_block.0', x, x.shape[1])
    x = attend('middle_block.1', x)
    x = residual('middle_block.2', x, x.shape[1])
    x = silu(norm('out.0', x))
    n, c = x.shape[:2]
    x = x.reshape(n, c, -1)
    x = np.concatenate([x.mean(2, keepdims=True), x], 2)
    x = x + w('out.2.positional_embedding', c, x.shape[2])
    q, k, v = np.split(rows('out.2.qkv_proj', x, 3 * c), 3, 1)  # the pooling's order is the new one
    a = mix(*(t.reshape(n * (c // head), head, -1) for t in (q, k, v))).reshape(n, c, -1)
    return rows('out.2.c_proj', a, classes)[:, :, 0]


if __name__ == '__main__':
    i = np.arange(2 * 3 * 16 * 16)
    image = np.sin(12.9898 * (i + 1)).astype(np.float32).astype(np.float64).reshape(2, 3, 16, 16)
    args = (image, np.array([12.0, 741.0]), 32, [1, 2], 1, [8], 32, 10)
    first = Weights()
    classifier(first, *args)
    weights = Weights({n: k for k, n in enumerate(sorted(first.shapes))})
    out = classifier(weights, *args)
    tensors = [[n, 'x'.join(map(str, s))] for n, (s, _) in weights.shapes.items()]
    with open('classifier.json', 'w') as f:
        json.dump({'numpy': np.__version__, 'tensors': tensors, 'out': [float(v) for v in out.ravel()]}, f)
        f.write('\n')
