"""Values of PixArt groups that the parity files do not hold: mixed sizes, times of each member, micro-conditions.

    python groups.py PARITY > groups.json

PARITY is the folder with pixart.json and group_attention.json. The forward pass is written out in NumPy (float64) from the
description of the original; it is run on the cases of those files first and must give them to 1e-12. NumPy 2.4.6.
Parameters and inputs are made of their names as those files say.
"""

import json
import sys

import numpy as np

WRAP = (1 << 64) - 1


def mixed(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & WRAP
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & WRAP
    return z ^ (z >> 31)


def numbers(name, count):
    h = 0xCBF29CE484222325
    for b in name.encode():
        h = ((h ^ b) * 0x100000001B3) & WRAP
    states = ((h + (i + 1) * 0x9E3779B97F4A7C15) & WRAP for i in range(count))
    return np.array([2 * ((mixed(z) >> 40) / 2.0**24) - 1 for z in states])


def given(name, *shape):
    return np.float32(np.sqrt(3) * numbers(name, int(np.prod(shape)))).astype(float).reshape(shape)


def parameter(name, *shape):
    scale = np.sqrt(3 / np.prod(shape[1:])) if len(shape) > 1 else 0.1
    return np.float32(scale * numbers(name, int(np.prod(shape)))).astype(float).reshape(shape)


def linear(name, x, out):
    return x @ parameter(name + ".weight", out, x.shape[-1]).T + parameter(name + ".bias", out)


def silu(x):
    return x / (1 + np.exp(-x))


def gelu(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


def norm(x):
    centred = x - x.mean(-1, keepdims=True)
    return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-6)


def embedded(name, t, out):
    angles = t * np.exp(-np.log(10000) * np.arange(128) / 128)
    waves = np.concatenate([np.cos(angles), np.sin(angles)])
    return linear(name + ".mlp.2", silu(linear(name + ".mlp.0", waves, out)), out)


def attention(q, k, v, heads):
    d = q.shape[-1] // heads
    out = np.zeros_like(q)
    for h in range(heads):
        part = slice(h * d, h * d + d)
        scores = q[:, part] @ k[:, part].T / np.sqrt(d)
        weights = np.exp(scores - scores.max(-1, keepdims=True))
        out[:, part] = weights / weights.sum(-1, keepdims=True) @ v[:, part]
    return out


def places(width, rows, columns, base, scale, rounded):
    def axis(count):
        place = (np.arange(count, dtype=np.float32) / np.float32(count / base)).astype(float) / scale
        angles = np.outer(place, 1 / 10000 ** (np.arange(width // 4) / (width / 4)))
        return np.concatenate([np.sin(angles), np.cos(angles)], 1)

    across, down = axis(columns), axis(rows)
    table = np.array([np.concatenate([across[j], down[i]]) for i in range(rows) for j in range(columns)])
    return np.float32(table).astype(float) if rounded else table


def block(name, tokens, captions, times, width, heads, group):
    tables = [parameter(name + "scale_shift_table", 6, width) + t.reshape(6, width) for t in times]
    parts = [
        np.split(linear(name + "attn.qkv", norm(x) * (1 + m[1]) + m[0], 3 * width), 3, -1)
        for x, m in zip(tokens, tables)
    ]
    keys = np.concatenate([p[1] for p in parts])
    values = np.concatenate([p[2] for p in parts])
    out = []
    for x, m, (q, k, v), caption in zip(tokens, tables, parts, captions):
        seen = attention(q, keys if group else k, values if group else v, heads)
        x = x + m[2] * linear(name + "attn.proj", seen, width)
        k, v = np.split(linear(name + "cross_attn.kv_linear", caption, 2 * width), 2, -1)
        read = attention(linear(name + "cross_attn.q_linear", x, width), k, v, heads)
        x = x + linear(name + "cross_attn.proj", read, width)
        inner = gelu(linear(name + "mlp.fc1", norm(x) * (1 + m[4]) + m[3], 4 * width))
        out.append(x + m[5] * linear(name + "mlp.fc2", inner, width))
    return out


def model(images, times, captions, width=32, scale=1.0, sizes=None, group=True):
    tokens, t, t0 = [], [], []
    for i, x in enumerate(images):
        c, h, w = x.shape
        patches = x.reshape(c, h // 2, 2, w // 2, 2).transpose(1, 3, 0, 2, 4).reshape(-1, c * 4)
        kernel = parameter("x_embedder.proj.weight", width, c, 2, 2).reshape(width, -1)
        embedding = patches @ kernel.T + parameter("x_embedder.proj.bias", width)
        tokens.append(embedding + places(width, h // 2, w // 2, 4, scale, sizes is None))
        time = embedded("t_embedder", times[i], width)
        if sizes:
            third = width // 3
            time = time + np.concatenate(
                [embedded("csize_embedder", side, third) for side in sizes[i][:2]]
                + [embedded("ar_embedder", sizes[i][2], third)]
            )
        t.append(time)
        t0.append(linear("t_block.1", silu(time), 6 * width))
    text = "y_embedder.y_proj."
    texts = [linear(text + "fc2", gelu(linear(text + "fc1", c, width)), width) for c in captions]
    for i in range(2):
        tokens = block(f"blocks.{i}.", tokens, texts, t0, width, 4, group)
    out = []
    for x, time, h in zip(images, t, tokens):
        m = parameter("final_layer.scale_shift_table", 2, width) + time
        y = linear("final_layer.linear", norm(h) * (1 + m[1]) + m[0], 32)
        rows, columns = x.shape[1] // 2, x.shape[2] // 2
        y = y.reshape(rows, columns, 2, 2, 8).transpose(4, 0, 2, 1, 3)
        out.append(y.reshape(8, 2 * rows, 2 * columns))
    return out


def record(a):
    flat = a.ravel()
    return {
        "shape": list(a.shape),
        "l2": float(np.sqrt((flat * flat).sum())),
        "mean": float(flat.mean()),
        "absmax": float(abs(flat).max()),
        "first8": flat[:8].tolist(),
        "last4": flat[-4:].tolist(),
    }


def check(found, expected):
    r = record(found)
    for key in ("first8", "last4"):
        assert abs(np.array(r[key]) - np.array(expected[key])).max() < 1e-12, key
    assert abs(r["l2"] - expected["l2"]) < 1e-12


def main(parity):
    with open(parity + "/pixart.json") as file:
        base = json.load(file)["cases"]
    with open(parity + "/group_attention.json") as file:
        groups = json.load(file)["values"]
    x = given("input.x", 3, 4, 8, 8)
    y = given("input.y", 3, 6, 16)
    captions = [y[i][:n] for i, n in enumerate((4, 6, 2))]
    alike = [741.5] * 3
    check(np.stack(model(x[:2], [3.0, 741.5], captions[:2], group=False)), base["pixart_masked"]["out"])
    for mode in ("group", "independent"):
        found = model(x, alike, captions, group=mode == "group")
        for a, b in zip(found, groups["pixart_tiny_n3_t741.5_" + mode]):
            check(a, b)

    images = [given("input.x0", 4, 8, 8), given("input.x1", 4, 8, 12), given("input.x2", 4, 12, 8)]
    sizes = [(512.0, 512.0, 1.0), (512.0, 768.0, float(np.float32(0.6667))), (768.0, 512.0, 1.5)]
    cases = {
        "times": model(x, [3.0, 741.5, 400.25], captions),
        "mixed": model(images, alike, captions),
        "mixed_sizes": model(images, alike, captions, 48, 1.0, sizes),
        "mixed_sizes_scale_2": model(images, alike, captions, 48, 2.0, sizes),
        "holes": model(x[:2], [3.0, 741.5], [y[0][[0, 2, 5]], y[1][[1, 2]]], group=False),
    }
    records = {name: [record(a) for a in case] for name, case in cases.items()}
    print(json.dumps({"source": "groups.py, NumPy " + np.__version__, "cases": records}, indent=1))


main(sys.argv[1])
