"""Writes clip_vision.json: a tiny image tower of CLIP in float64, from the description in Radford et al. 2021 and the
names of transformers' CLIPVisionModelWithProjection, with NumPy alone and without looking at the Java code. Weights and
the input follow from names as in ../text_encoders.json. Run it in this folder: python3 clip_vision.py"""
import json
import math
import numpy as np

SIZE, PATCH, WIDTH, MLP, DEPTH, HEADS, PROJECTION = 12, 4, 32, 64, 3, 4, 24
WORD = (1 << 64) - 1


def uniform(name, count):
    h = 0xcbf29ce484222325
    for b in name.encode():
        h = ((h ^ b) * 0x100000001b3) & WORD
    out = np.empty(count)
    for i in range(count):
        z = (h + (i + 1) * 0x9E3779B97F4A7C15) & WORD
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & WORD
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & WORD
        z ^= z >> 31
        out[i] = 2 * ((z >> 40) / 2 ** 24) - 1
    return out


def w(name, *shape):
    if len(shape) > 1:
        offset, scale = 0, math.sqrt(3 / np.prod(shape[1:]))
    else:
        offset, scale = (1, 0.25) if name.endswith('.weight') else (0, 0.1)
    return np.float32(offset + scale * uniform(name, int(np.prod(shape)))).astype(np.float64).reshape(shape)


def layer_norm(x, name):
    m = x.mean(-1, keepdims=True)
    v = ((x - m) ** 2).mean(-1, keepdims=True)
    return (x - m) / np.sqrt(v + 1e-5) * w(name + '.weight', WIDTH) + w(name + '.bias', WIDTH)


def linear(x, name, out):
    return x @ w(name + '.weight', out, x.shape[-1]).T + w(name + '.bias', out)


ERF = np.vectorize(math.erf)
ACTIVATIONS = {
    'gelu': lambda x: x * (1 + ERF(x / math.sqrt(2))) / 2,
    'quick_gelu': lambda x: x / (1 + np.exp(-1.702 * x)),
}


def attend(x, name):
    q, k, v = (linear(x, name + '.' + p + '_proj', WIDTH) for p in 'qkv')
    out = np.zeros_like(x)
    each = WIDTH // HEADS
    for n in range(x.shape[0]):
        for h in range(HEADS):
            c = slice(h * each, (h + 1) * each)
            s = q[n, :, c] @ k[n, :, c].T / math.sqrt(each)
            p = np.exp(s - s.max(-1, keepdims=True))
            out[n, :, c] = p / p.sum(-1, keepdims=True) @ v[n, :, c]
    return linear(out, name + '.out_proj', WIDTH)


def tower(image, activation):
    s = 'vision_model.'
    kernel = w(s + 'embeddings.patch_embedding.weight', WIDTH, 3, PATCH, PATCH).reshape(WIDTH, -1)
    side = SIZE // PATCH
    rows = [np.tile(w(s + 'embeddings.class_embedding', WIDTH), (len(image), 1))]
    for i in range(side):
        for j in range(side):
            square = image[:, :, i * PATCH:(i + 1) * PATCH, j * PATCH:(j + 1) * PATCH]
            rows.append(square.reshape(len(image), -1) @ kernel.T)
    x = np.stack(rows, 1) + w(s + 'embeddings.position_embedding.weight', side * side + 1, WIDTH)
    x = layer_norm(x, s + 'pre_layrnorm')
    for i in range(DEPTH):
        b = s + 'encoder.layers.%d.' % i
        x = x + attend(layer_norm(x, b + 'layer_norm1'), b + 'self_attn')
        inner = ACTIVATIONS[activation](linear(layer_norm(x, b + 'layer_norm2'), b + 'mlp.fc1', MLP))
        x = x + linear(inner, b + 'mlp.fc2', WIDTH)
    pooled = layer_norm(x[:, 0], s + 'post_layernorm')
    embeds = pooled @ w('visual_projection.weight', PROJECTION, WIDTH).T
    return {'last_hidden_state': x, 'pooler_output': pooled, 'image_embeds': embeds}


def summary(a):
    flat = a.ravel()
    return {'shape': a.shape, 'l2': float(np.sqrt((flat ** 2).sum())), 'mean': float(flat.mean()),
            'absmax': float(np.abs(flat).max()), 'first8': flat[:8].tolist(), 'last4': flat[-4:].tolist()}


x = np.float32(math.sqrt(3) * uniform('input.x', 2 * 3 * SIZE * SIZE)).astype(np.float64).reshape(2, 3, SIZE, SIZE)
cases = {a: {k: summary(v) for k, v in tower(x, a).items()} for a in ACTIVATIONS}
with open('clip_vision.json', 'w') as out:
    json.dump({'numpy': np.__version__, 'cases': cases}, out, indent=1)
    out.write('\n')
