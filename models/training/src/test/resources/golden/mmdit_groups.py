"""Writes mmdit_groups.json: groups of a tiny MMDiT in float64, with NumPy alone, from the description in Esser et al. 2024,
the released mmdit.py and Huang et al. 2024. Attention is one matrix of all tokens of a group under a mask. For independent
members it gives the values of group_attention.json to 2e-14. Run it in this folder: python3 mmdit_groups.py"""
import json
import numpy as np

WIDTH, HEADS, DEPTH, SIDE = 128, 2, 2, 8
ALL = (1 << 64) - 1


def spread(name, count):
    """Numbers from -1 to 1 that follow from a name, as HashFill makes them."""
    h = 0xcbf29ce484222325
    for b in name.encode():
        h = ((h ^ b) * 0x100000001b3) & ALL
    with np.errstate(over='ignore'):
        z = np.uint64(h) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return 2 * ((z >> np.uint64(40)).astype(np.float64) / 2**24) - 1


def narrow(values):
    return values.astype(np.float32).astype(np.float64)


def weight(name, *shape):
    if name == 'pos_embed':
        offset, scale = 0, 0.5
    elif len(shape) > 1:
        offset, scale = 0, np.sqrt(3 / np.prod(shape[1:]))
    else:
        offset, scale = (1, 0.25) if name.endswith('weight') else (0, 0.1)
    return narrow(offset + scale * spread(name, int(np.prod(shape)))).reshape(shape)


def given(name, *shape):
    return narrow(np.sqrt(3) * spread(name, int(np.prod(shape)))).reshape(shape)


def linear(name, x, out):
    return x @ weight(name + '.weight', out, x.shape[-1]).T + weight(name + '.bias', out)


def silu(x):
    return x / (1 + np.exp(-x))


def gelu(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


def even(x):
    centred = x - x.mean(-1, keepdims=True)
    return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-6)


def condition(t, pooled):
    angle = t * np.exp(-np.log(10000) * np.arange(128) / 128)
    waves = np.concatenate([np.cos(angle), np.sin(angle)])
    time = linear('t_embedder.mlp.2', silu(linear('t_embedder.mlp.0', waves, WIDTH)), WIDTH)
    return silu(time + linear('y_embedder.mlp.2', silu(linear('y_embedder.mlp.0', pooled, WIDTH)), WIDTH))


def patches(x):
    c, h, w = x.shape
    rows, columns = h // 2, w // 2
    parts = x.reshape(c, rows, 2, columns, 2).transpose(1, 3, 0, 2, 4).reshape(rows * columns, -1)
    kernel = weight('x_embedder.proj.weight', WIDTH, c, 2, 2).reshape(WIDTH, -1)
    table = weight('pos_embed', 1, SIDE * SIDE, WIDTH).reshape(SIDE, SIDE, WIDTH)
    top, left = (SIDE - rows) // 2, (SIDE - columns) // 2
    places = table[top:top + rows, left:left + columns].reshape(-1, WIDTH)
    return parts @ kernel.T + weight('x_embedder.proj.bias', WIDTH) + places


def root_mean_square(name, x):
    heads = x.reshape(len(x), HEADS, -1)
    heads = heads / np.sqrt((heads**2).mean(-1, keepdims=True) + 1e-6)
    return (heads * weight(name + '.weight', WIDTH // HEADS)).reshape(x.shape)


def attention(q, k, v, mask):
    out = []
    for h in range(HEADS):
        head = slice(h * WIDTH // HEADS, (h + 1) * WIDTH // HEADS)
        scores = np.where(mask, q[:, head] @ k[:, head].T / np.sqrt(WIDTH // HEADS), -np.inf)
        e = np.exp(scores - scores.max(-1, keepdims=True))
        out.append(e / e.sum(-1, keepdims=True) @ v[:, head])
    return np.concatenate(out, -1)


def seen(sight, texts, images):
    owner, image = [], []
    for i, (c, x) in enumerate(zip(texts, images)):
        owner += [i] * (len(c) + len(x))
        image += [False] * len(c) + [True] * len(x)
    owner, image = np.array(owner), np.array(image)
    own = owner[:, None] == owner[None]
    return {'independent': own, 'group': own | (image[:, None] & image[None]), 'full': own | True}[sight]


def block(i, sight, norm, texts, images, conditions):
    last = i == DEPTH - 1
    sides = [f'joint_blocks.{i}.{s}.' for s in ('context_block', 'x_block')]
    parts, q, k, v = [], [], [], []
    for member, c in enumerate(conditions):
        for side, x in zip(sides, (texts[member], images[member])):
            count = 2 if last and side == sides[0] else 6
            m = np.split(linear(side + 'adaLN_modulation.1', c, count * WIDTH), count)
            qkv = np.split(linear(side + 'attn.qkv', even(x) * (1 + m[1]) + m[0], 3 * WIDTH), 3, -1)
            if norm:
                qkv[0] = root_mean_square(side + 'attn.ln_q', qkv[0])
                qkv[1] = root_mean_square(side + 'attn.ln_k', qkv[1])
            parts.append((side, x, m))
            q.append(qkv[0]), k.append(qkv[1]), v.append(qkv[2])
    mixed = attention(np.concatenate(q), np.concatenate(k), np.concatenate(v), seen(sight, texts, images))
    at, out = 0, []
    for side, x, m in parts:
        own = mixed[at:at + len(x)]
        at += len(x)
        if len(m) == 6:
            x = x + m[2] * linear(side + 'attn.proj', own, WIDTH)
            inner = gelu(linear(side + 'mlp.fc1', even(x) * (1 + m[4]) + m[3], 4 * WIDTH))
            x = x + m[5] * linear(side + 'mlp.fc2', inner, WIDTH)
        out.append(x)
    return out[0::2], out[1::2]


def network(images, times, contexts, pooled, sight, norm=False):
    conditions = [condition(t, y) for t, y in zip(times, pooled)]
    tokens = [patches(x) for x in images]
    texts = [linear('context_embedder', c, WIDTH) for c in contexts]
    for i in range(DEPTH):
        texts, tokens = block(i, sight, norm, texts, tokens, conditions)
    made = []
    for x, image, c in zip(tokens, images, conditions):
        shift, scale = np.split(linear('final_layer.adaLN_modulation.1', c, 2 * WIDTH), 2)
        channels, h, w = image.shape
        y = linear('final_layer.linear', even(x) * (1 + scale) + shift, 4 * channels)
        made.append(y.reshape(h // 2, w // 2, 2, 2, channels).transpose(4, 0, 2, 1, 3).reshape(image.shape))
    return made


def sampled(images, contexts, pooled, reference):
    """Four steps, shift 3, guidance 5; member 0 is given if there is a reference, by overwriting it after each step."""
    no_context, no_pooled = given('input.context_null', 5, 24), given('input.pooled_null', 32)
    times = np.linspace(1, 3 * 0.001 / 1.002, 4)
    times = np.append(3 * times / (1 + 2 * times), 0)
    x = list(images)
    for now, then in zip(times, times[1:]):
        told = [1000 * now] * 3
        with_text = network(x, told, contexts, pooled, 'group')
        without = network(x, told, [no_context] * 3, [no_pooled] * 3, 'group')
        x = [a + (then - now) * (u + 5 * (c - u)) for a, c, u in zip(x, with_text, without)]
        if reference is not None:
            x[0] = (1 - then) * reference + then * images[0]
    return x


def record(x):
    flat = x.reshape(-1)
    return {'shape': list(x.shape), 'l2': float(np.sqrt((flat**2).sum())), 'mean': float(flat.mean()),
            'absmax': float(np.abs(flat).max()), 'first8': flat[:8].tolist(), 'last4': flat[-4:].tolist()}


def main():
    x, contexts = given('input.x', 3, 16, 8, 8), given('input.context', 3, 5, 24)
    pooled, same = given('input.pooled', 3, 32), [741.5] * 3
    mixed = [given('input.x0', 16, 8, 8), given('input.x1', 16, 8, 12), given('input.x2', 16, 12, 8)]
    cut = [contexts[0], contexts[1][:3], contexts[2][:4]]
    values = {sight: network(x, same, contexts, pooled, sight) for sight in ('independent', 'group', 'full')}
    values['group_norm'] = network(x, same, contexts, pooled, 'group', norm=True)
    values['group_times'] = network(x, [3.0, 741.5, 400.25], contexts, pooled, 'group')
    for sight in ('group', 'full'):
        values[sight + '_mixed'] = network(mixed, same, cut, pooled, sight)
    values['euler'] = sampled(x, contexts, pooled, None)
    values['euler_reference'] = sampled(x, contexts, pooled, given('input.ref', 16, 8, 8))
    with open('mmdit_groups.json', 'w') as file:
        json.dump({name: [record(m) for m in members] for name, members in values.items()}, file, indent=1)


main()
