package dev.assay.reference.vae;

import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import dev.assay.reference.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The autoencoder of Stable Diffusion, with the parameter names of the CompVis code.
 *
 * <p>Inputs {@code x} float32 [N,channels,size,size] from -1 to 1 and {@code z} float32 [N,latentChannels,h,w], h and w
 * the size over {@link #factor}. Outputs {@code moments} float32 [N,2 latentChannels,h,w], means and log-variances of the
 * latents of {@code x}, and {@code image} float32 [N,channels,size,size], the image of {@code z}. The two halves share
 * nothing: see {@link Encoder} and {@link Decoder}.
 *
 * @param size rows and columns of the image; the parameters fit every size
 * @param channels channels of the image
 * @param latentChannels channels of the latents
 * @param width channels of the first level
 * @param multipliers channels of each level over {@code width}, highest resolution first; each level halves the one before
 * @param blocks residual blocks of a level of the encoder; the decoder has one more
 * @param groups of the normalisations
 * @param quantConv whether a linear map of each place's channels stands between the latents and either half; Stable
 *     Diffusion 3 has none
 */
public record AutoencoderKl(
        int size,
        int channels,
        int latentChannels,
        int width,
        List<Integer> multipliers,
        int blocks,
        int groups,
        boolean quantConv)
        implements Network {
    private static final Rule RULE = new Rule("autoencoder-kl");

    /** With the linear maps. */
    public AutoencoderKl(
            int size, int channels, int latentChannels, int width, List<Integer> multipliers, int blocks, int groups) {
        this(size, channels, latentChannels, width, multipliers, blocks, groups, true);
    }

    public AutoencoderKl {
        multipliers = List.copyOf(multipliers);
        RULE.check(
                size > 0 && channels > 0 && latentChannels > 0 && width > 0 && blocks > 0 && groups > 0,
                "a size is 0 or less",
                "all sizes are positive");
        RULE.check(
                !multipliers.isEmpty()
                        && multipliers.size() <= 16
                        && multipliers.stream().allMatch(m -> m > 0),
                "multipliers " + multipliers,
                "1 to 16 positive numbers are needed");
        RULE.check(
                size % (1 << (multipliers.size() - 1)) == 0,
                "size " + size + " and " + multipliers.size() + " levels",
                "each level but the last halves the size");
        RULE.check(
                width % groups == 0, "width " + width + " and groups " + groups, "the width must divide into groups");
    }

    /** The same for images of another size. */
    public AutoencoderKl withSize(int other) {
        return new AutoencoderKl(other, channels, latentChannels, width, multipliers, blocks, groups, quantConv);
    }

    /** Rows of the image over rows of the latents. */
    public int factor() {
        return 1 << (multipliers.size() - 1);
    }

    /** One latent: [latentChannels,h,w]. */
    public Shape latent() {
        return Shape.of(latentChannels, size / factor(), size / factor());
    }

    /** Images of latents [latentChannels,h,w]. */
    Port x(Shape latent) {
        return new Port(
                "x",
                DataType.FLOAT32,
                Shape.of(Shape.BATCH, channels, factor() * latent.dim(1), factor() * latent.dim(2)));
    }

    /** Such latents. */
    static Port z(Shape latent) {
        return new Port("z", DataType.FLOAT32, Shape.of(Shape.BATCH, latent.dim(0), latent.dim(1), latent.dim(2)));
    }

    @Override
    public List<Port> inputs() {
        return List.of(x(latent()), z(latent()));
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put("moments", encode(s, s.number(inputs.get("x"))));
        outputs.put("image", decode(s, s.number(inputs.get("z"))));
        return outputs;
    }

    /** Images [N,channels,size,size] to moments [N,2 latentChannels,h,w]. */
    Tensor encode(Scope s, Tensor x) {
        Scope encoder = s.at("encoder");
        Blocks made = new Blocks(groups);
        Tensor h = Blocks.conv(encoder.at("conv_in"), x, width);
        for (int level = 0; level < multipliers.size(); level++) {
            Scope down = encoder.at("down." + level);
            for (int i = 0; i < blocks; i++) {
                h = made.residual(down.at("block." + i), h, width * multipliers.get(level));
            }
            if (level < multipliers.size() - 1) {
                h = Blocks.half(down.at("downsample.conv"), h);
            }
        }
        Tensor moments = made.end(encoder, made.middle(encoder.at("mid"), h), 2 * latentChannels);
        return quantConv ? Blocks.point(s.at("quant_conv"), moments, 2 * latentChannels) : moments;
    }

    /** Latents [N,latentChannels,h,w] to images [N,channels,size,size]. */
    Tensor decode(Scope s, Tensor z) {
        Scope decoder = s.at("decoder");
        Blocks made = new Blocks(groups);
        int last = multipliers.size() - 1;
        Tensor given = quantConv ? Blocks.point(s.at("post_quant_conv"), z, latentChannels) : z;
        Tensor h = Blocks.conv(decoder.at("conv_in"), given, width * multipliers.get(last));
        h = made.middle(decoder.at("mid"), h);
        for (int level = last; level >= 0; level--) {
            Scope up = decoder.at("up." + level);
            for (int i = 0; i <= blocks; i++) {
                h = made.residual(up.at("block." + i), h, width * multipliers.get(level));
            }
            if (level > 0) {
                h = Blocks.twice(up.at("upsample.conv"), h);
            }
        }
        return made.end(decoder, h, channels);
    }
}
