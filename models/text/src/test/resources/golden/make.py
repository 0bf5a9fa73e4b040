"""Writes bpe.json and unigram.json, two tokenizers in the form of tokenizer.json, from the sentences below, and
derived.json: what the texts of texts.json become, by Python written from the descriptions of the two algorithms (Sennrich
et al. 2016; Kudo 2018) and of the pieces around them. bpe.json has the pieces of CLIP's tokenizer, unigram.json those of
T5's. Run it in this folder: python3 make.py"""
import collections
import json
import math
import unicodedata

SENTENCES = """a small red clock on the wall shows three in the morning
the same clock shows nine in the evening and the light is low
a cat in a blue coat sits on the roof of a house
the cat in the blue coat jumps over the wall of the house
a drawing of a cat without colour and the same drawing with colour
three cups of tea on a table in the garden in the rain
a letter a set in stone and a letter b set in the same stone
a portrait of the sailor with the red scarf in the style of a woodcut
the sailor with the red scarf drinks tea in the garden
a moon that is full and a moon that is new over the same roof
it's the cat's house and they're at home""".split("\n")
MERGES = 200
START, END = "<|startoftext|>", "<|endoftext|>"


def byte_letters():
    """A letter for each byte, those that can be printed for themselves."""
    own = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    letters, extra = {}, 0
    for b in range(256):
        if b in own:
            letters[b] = chr(b)
        else:
            letters[b] = chr(256 + extra)
            extra += 1
    return letters


LETTERS = byte_letters()


def words(text):
    """Lower case, one space between words; runs of letters, single digits, runs of the rest, and English endings."""
    text = " ".join(unicodedata.normalize("NFC", text).split()).lower()
    found, i = [], 0
    kind = lambda c: "L" if unicodedata.category(c)[0] == "L" else "N" if unicodedata.category(c)[0] == "N" else "x"
    while i < len(text):
        ending = next((e for e in ("'s", "'t", "'re", "'ve", "'m", "'ll", "'d") if text.startswith(e, i)), None)
        if ending:
            found.append(ending)
            i += len(ending)
            continue
        if text[i].isspace():
            i += 1
            continue
        j = i + 1
        if kind(text[i]) != "N":
            while j < len(text) and not text[j].isspace() and kind(text[j]) == kind(text[i]):
                j += 1
        found.append(text[i:j])
        i = j
    return found


def symbols(word):
    letters = [LETTERS[b] for b in word.encode()]
    letters[-1] += "</w>"
    return letters


def learn():
    counts = collections.Counter(w for s in SENTENCES for w in words(s))
    split = {w: symbols(w) for w in counts}
    merges = []
    while len(merges) < MERGES:
        pairs = collections.Counter()
        for w, s in split.items():
            for pair in zip(s, s[1:]):
                pairs[pair] += counts[w]
        best = max(pairs, key=lambda p: (pairs[p], p), default=None)
        if best is None or pairs[best] < 2:
            break
        merges.append(best)
        split = {w: merged(s, best) for w, s in split.items()}
    return merges


def merged(s, pair):
    out, i = [], 0
    while i < len(s):
        if tuple(s[i:i + 2]) == pair:
            out.append(s[i] + s[i + 1])
            i += 2
        else:
            out.append(s[i])
            i += 1
    return out


def bpe():
    merges = learn()
    names = [LETTERS[b] for b in range(256)]
    names += [n + "</w>" for n in names] + [a + b for a, b in merges] + [START, END]
    vocab = {n: i for i, n in enumerate(names)}
    assert len(vocab) == len(names)
    special = lambda t: {"id": vocab[t], "content": t, "single_word": False, "lstrip": False, "rstrip": False,
                         "normalized": False, "special": True}
    endings = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+"
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": [special(START), special(END)],
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "NFC"}, {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "}, {"type": "Lowercase"}]},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
            {"type": "Split", "pattern": {"Regex": endings}, "behavior": "Removed", "invert": True},
            {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}]},
        "post_processor": {"type": "RobertaProcessing", "sep": [END, vocab[END]], "cls": [START, vocab[START]],
                           "trim_offsets": False, "add_prefix_space": False},
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
        "model": {"type": "BPE", "dropout": None, "unk_token": END, "continuing_subword_prefix": "",
                  "end_of_word_suffix": "</w>", "fuse_unk": False, "vocab": vocab,
                  "merges": ["%s %s" % m for m in merges]}}


def bpe_ids(tokenizer, text):
    vocab = tokenizer["model"]["vocab"]
    rank = {tuple(m.split(" ")): i for i, m in enumerate(tokenizer["model"]["merges"])}
    ids = [vocab[START]]
    for word in words(text):
        s = symbols(word)
        while True:
            pairs = [p for p in zip(s, s[1:]) if p in rank]
            if not pairs:
                break
            s = merged(s, min(pairs, key=rank.get))
        ids += [vocab[x] for x in s]
    return ids + [vocab[END]]


def unigram():
    counts = collections.Counter(w for s in SENTENCES for w in s.split())
    pieces = collections.Counter()
    for w, n in counts.items():
        w = "\u2581" + w
        for i in range(len(w)):
            for j in range(i + 1, len(w) + 1):
                pieces[w[i:j]] += n
    for c in "abcdefghijklmnopqrstuvwxyzABCT0123456789.,:!?'-\u2581":
        pieces[c] += 1
    kept = [p for p in pieces if len(p) == 1 or (pieces[p] >= 3 and len(p) >= 2)]
    kept.sort(key=lambda p: (-pieces[p] * len(p), p))
    total = sum(pieces[p] for p in kept)
    # no two equal, so that no text has two best readings
    vocab = [["<pad>", 0.0], ["</s>", 0.0], ["<unk>", 0.0]]
    vocab += [[p, round(math.log(pieces[p] / total) - 1e-4 * i, 6)] for i, p in enumerate(kept)]
    special = lambda i: {"id": i, "content": vocab[i][0], "single_word": False, "lstrip": False, "rstrip": False,
                         "normalized": False, "special": True}
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": [special(i) for i in range(3)],
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "NFKC"}, {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}]},
        "pre_tokenizer": {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": True},
        "post_processor": {"type": "TemplateProcessing",
                           "single": [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}],
                           "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}},
                                    {"Sequence": {"id": "B", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}],
                           "special_tokens": {"</s>": {"id": "</s>", "ids": [1], "tokens": ["</s>"]}}},
        "decoder": {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": True},
        "model": {"type": "Unigram", "unk_id": 2, "vocab": vocab, "byte_fallback": False}}


def unigram_ids(tokenizer, text):
    vocab = tokenizer["model"]["vocab"]
    score = {p: (s, i) for i, (p, s) in enumerate(vocab) if i > 2}
    unknown = min(s for p, s in vocab) - 10
    text = unicodedata.normalize("NFKC", text)
    while "  " in text:
        text = text.replace("  ", " ")
    text = text.replace(" ", "\u2581")
    if text and not text.startswith("\u2581"):
        text = "\u2581" + text
    parts, part = [], ""
    for c in text:
        if c == "\u2581" and part:
            parts.append(part)
            part = ""
        part += c
    parts += [part] if part else []
    ids = []
    for part in parts:
        best = [(0.0, [])] + [None] * len(part)
        for end in range(1, len(part) + 1):
            for start in range(end):
                piece = part[start:end]
                s, i = score.get(piece, (unknown, 2) if len(piece) == 1 else (None, None))
                if s is not None:
                    total = best[start][0] + s
                    if best[end] is None or total > best[end][0]:
                        best[end] = (total, best[start][1] + [i])
        for i in best[-1][1]:
            if not (i == 2 and ids and ids[-1] == 2 and fused):
                ids.append(i)
            fused = True
        fused = False
    return ids + [1]


if __name__ == "__main__":
    with open("texts.json") as f:
        texts = json.load(f)
    made = {"bpe": bpe(), "unigram": unigram()}
    for name, tokenizer in made.items():
        with open(name + ".json", "w") as out:
            json.dump(tokenizer, out, indent=1, ensure_ascii=False)
            out.write("\n")
    derived = {"bpe": [bpe_ids(made["bpe"], t) for t in texts], "unigram": [unigram_ids(made["unigram"], t) for t in texts]}
    with open("derived.json", "w") as out:
        json.dump(derived, out)
        out.write("\n")
