package dev.assay.reference.edm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.graph.Description;
import dev.assay.graph.Parameter;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.model.Model;
import dev.assay.reference.model.Models;
import dev.assay.spec.AssayException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DhariwalUpsamplerTest {
    private static final DhariwalUnet UNET = new DhariwalUnet(8, 3, 3, 0, 0, 32, List.of(1, 2), 4, 1, List.of(4));

    /** The first convolution sees three channels more; all else is the U-Net's. */
    @Test
    void itHasTheUnetsParametersAndAWiderFirstConvolution() {
        List<Parameter> plain = ShapeBackend.describe(UNET).parameters();
        List<Parameter> own =
                ShapeBackend.describe(new DhariwalUpsampler(4, UNET)).parameters();
        assertThat(own)
                .extracting(Parameter::name)
                .isEqualTo(plain.stream().map(Parameter::name).toList());
        for (int i = 0; i < plain.size(); i++) {
            boolean first = plain.get(i).name().equals("enc.8x8_conv.weight");
            long more = first ? 32 * 3 * 9 : 0;
            assertThat(own.get(i).shape().elements())
                    .as(plain.get(i).name())
                    .isEqualTo(plain.get(i).shape().elements() + more);
        }
    }

    /** As the comparison of relays and upsamplers needs it. */
    @Test
    void thePresetsThatAreComparedDifferByLessThanAHundredth() {
        Description relay = Models.named("rdm-emoji-32").describe();
        Description upsampler = Models.named("upsampler-emoji-32").describe();
        assertThat(Model.parameters(upsampler)).isBetween(Model.parameters(relay), Model.parameters(relay) * 101 / 100);
        assertThat(upsampler.macs()).isBetween(relay.macs(), relay.macs() * 101 / 100);
    }

    @Test
    void theFactorDividesTheResolution() {
        assertThatThrownBy(() -> new DhariwalUpsampler(3, UNET))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("divides the resolution");
        assertThatThrownBy(() -> new DhariwalUpsampler(1, UNET)).isInstanceOf(AssayException.class);
    }
}
