package dev.assay.reference.vae;

import dev.assay.graph.Shape;
import dev.assay.graph.Weights;

/**
 * The autoencoder of one image written out in loops and doubles, from the description of the original: 3x3 convolutions
 * with a border of zeros, halving with zeros after the last row and column alone, group normalisation with epsilon 1e-6.
 */
record Direct(AutoencoderKl net, Weights weights) {
    /** Values [channels,side,side]. */
    record Picture(double[] values, int channels, int side) {
        double at(int c, int y, int x) {
            return y < 0 || x < 0 || y >= side || x >= side ? 0 : values[(c * side + y) * side + x];
        }

        Picture plus(Picture other) {
            double[] sum = values.clone();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += other.values[i];
            }
            return new Picture(sum, channels, side);
        }

        Picture silu() {
            double[] result = values.clone();
            for (int i = 0; i < result.length; i++) {
                result[i] /= 1 + Math.exp(-result[i]);
            }
            return new Picture(result, channels, side);
        }

        Picture twice() {
            double[] large = new double[4 * values.length];
            for (int i = 0; i < large.length; i++) {
                int x = i % (2 * side);
                int y = i / (2 * side) % (2 * side);
                large[i] = at(i / (4 * side * side), y / 2, x / 2);
            }
            return new Picture(large, channels, 2 * side);
        }
    }

    Picture moments(Picture x) {
        int last = net.multipliers().size() - 1;
        Picture h = conv("encoder.conv_in", x, net.width(), 3, 1, 1);
        for (int level = 0; level <= last; level++) {
            String down = "encoder.down." + level;
            for (int i = 0; i < net.blocks(); i++) {
                h = residual(
                        down + ".block." + i, h, net.width() * net.multipliers().get(level));
            }
            h = level == last ? h : conv(down + ".downsample.conv", h, h.channels(), 3, 2, 0);
        }
        h = norm("encoder.norm_out", middle("encoder.mid", h)).silu();
        h = conv("encoder.conv_out", h, 2 * net.latentChannels(), 3, 1, 1);
        return conv("quant_conv", h, 2 * net.latentChannels(), 1, 1, 0);
    }

    Picture image(Picture z) {
        int last = net.multipliers().size() - 1;
        Picture h = conv("post_quant_conv", z, net.latentChannels(), 1, 1, 0);
        h = conv("decoder.conv_in", h, net.width() * net.multipliers().get(last), 3, 1, 1);
        h = middle("decoder.mid", h);
        for (int level = last; level >= 0; level--) {
            String up = "decoder.up." + level;
            for (int i = 0; i <= net.blocks(); i++) {
                h = residual(
                        up + ".block." + i, h, net.width() * net.multipliers().get(level));
            }
            h = level == 0 ? h : conv(up + ".upsample.conv", h.twice(), h.channels(), 3, 1, 1);
        }
        return conv("decoder.conv_out", norm("decoder.norm_out", h).silu(), net.channels(), 3, 1, 1);
    }

    private Picture middle(String at, Picture x) {
        Picture h = residual(at + ".block_1", x, x.channels());
        h = h.plus(attention(at + ".attn_1", h));
        return residual(at + ".block_2", h, h.channels());
    }

    private Picture residual(String at, Picture x, int out) {
        Picture h = conv(at + ".conv1", norm(at + ".norm1", x).silu(), out, 3, 1, 1);
        h = conv(at + ".conv2", norm(at + ".norm2", h).silu(), out, 3, 1, 1);
        return h.plus(x.channels() == out ? x : conv(at + ".nin_shortcut", x, out, 1, 1, 0));
    }

    private Picture attention(String at, Picture x) {
        int width = x.channels();
        int places = x.side() * x.side();
        Picture even = norm(at + ".norm", x);
        double[] q = conv(at + ".q", even, width, 1, 1, 0).values();
        double[] k = conv(at + ".k", even, width, 1, 1, 0).values();
        double[] v = conv(at + ".v", even, width, 1, 1, 0).values();
        double[] mixed = new double[q.length];
        for (int i = 0; i < places; i++) {
            double[] scores = new double[places];
            double sum = 0;
            for (int j = 0; j < places; j++) {
                for (int c = 0; c < width; c++) {
                    scores[j] += q[c * places + i] * k[c * places + j] / Math.sqrt(width);
                }
                scores[j] = Math.exp(scores[j]);
                sum += scores[j];
            }
            for (int c = 0; c < width; c++) {
                for (int j = 0; j < places; j++) {
                    mixed[c * places + i] += scores[j] / sum * v[c * places + j];
                }
            }
        }
        return conv(at + ".proj_out", new Picture(mixed, width, x.side()), width, 1, 1, 0);
    }

    /** Rows above and below the image count as zeros; {@code before} is where the first window begins. */
    private Picture conv(String at, Picture x, int out, int kernel, int stride, int before) {
        int in = x.channels();
        float[] weight = weights.tensor(at + ".weight", Shape.of(out, in, kernel, kernel));
        float[] bias = weights.tensor(at + ".bias", Shape.of(out));
        int side = x.side() / stride;
        double[] result = new double[out * side * side];
        for (int i = 0; i < result.length; i++) {
            int o = i / (side * side);
            int top = i / side % side * stride - before;
            int left = i % side * stride - before;
            result[i] = bias[o];
            for (int w = 0; w < in * kernel * kernel; w++) {
                double pixel = x.at(w / (kernel * kernel), top + w / kernel % kernel, left + w % kernel);
                result[i] += pixel * weight[o * in * kernel * kernel + w];
            }
        }
        return new Picture(result, out, side);
    }

    private Picture norm(String at, Picture x) {
        float[] weight = weights.tensor(at + ".weight", Shape.of(x.channels()));
        float[] bias = weights.tensor(at + ".bias", Shape.of(x.channels()));
        int plane = x.side() * x.side();
        int group = x.values().length / net.groups();
        double[] result = x.values().clone();
        for (int from = 0; from < result.length; from += group) {
            double mean = 0;
            double square = 0;
            for (int i = from; i < from + group; i++) {
                mean += result[i] / group;
            }
            for (int i = from; i < from + group; i++) {
                square += (result[i] - mean) * (result[i] - mean) / group;
            }
            for (int i = from; i < from + group; i++) {
                int c = i / plane;
                result[i] = (result[i] - mean) / Math.sqrt(square + 1e-6) * weight[c] + bias[c];
            }
        }
        return new Picture(result, x.channels(), x.side());
    }
}
