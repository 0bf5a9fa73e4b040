package dev.assay.reference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.graph.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashFillTest {
    @Test
    void theInputHasTheCheckValuesOfTheFactSheet() {
        // 0.29778385, -0.09470737, 0.37975407, -0.66559076 before the factor; rounded to eight digits there
        float[] x = HashFill.input("input.x", 4);
        double[] before = {0.29778385, -0.09470737, 0.37975407, -0.66559076};
        for (int i = 0; i < 4; i++) {
            assertThat(x[i] / Math.sqrt(3)).isCloseTo(before[i], within(5e-8));
        }
        assertThat(x).containsExactly(0.51577675f, -0.16403797f, 0.65775335f, -1.152837f);
    }

    /** First, second and last value of each rule, from an implementation in Python with whole numbers of any length. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stages.0.blocks.0.block1.norm.scale.nodecay_weight|32|0.0005539059638977051|-0.4049909710884094|-0.4823041558265686",
                "stages.0.blocks.0.block1.norm.scale.param0|32|0.8845643997192383|0.8068712949752808|0.9382147789001465",
                "stages.1.upsample.0.weight.param1|192|1.1146565675735474|0.7996631860733032|1.0106585025787354",
                "stages.1.upsample.0.bias.param1|192|-0.19623762369155884|-0.1344972550868988|0.09720894694328308",
                "stages.0.class_embeds.weight|11,32|0.019355952739715576|-0.45702117681503296|-0.48502737283706665",
                "stages.0.input_layer.3.position_embeddings.weight|16,32|-0.18587267398834229|0.13683855533599854|-0.379693865776062",
                "y_embedder.embedding_table.weight|11,32|-0.2488688826560974|-0.22558081150054932|-0.4075049161911011",
                "label_emb.weight|11,32|-0.19752687215805054|0.4634549617767334|0.24676823616027832",
                "pos_embed|1,18,32|-0.27193140983581543|0.007560253143310547|0.22635948657989502",
                "x_embedder.proj.weight|32,4,2,2|-0.29085421562194824|0.19130247831344604|-0.2879404127597809",
                "blocks.0.attn.qkv.weight|96,32|0.14308573305606842|-0.0606830008327961|-0.2795214056968689",
                "in_blocks.0.norm1.weight|32|1.1272501945495605|1.2263838052749634|0.8647520542144775",
                "stages.0.blocks.0.block1.norm.scale|32|0.9942934513092041|0.9815658330917358|0.978204071521759",
                "in_blocks.0.norm1.bias|32|0.05406026914715767|0.06144951656460762|0.056216634809970856",
            })
    void everyKindOfTensorHasItsRange(String name, String sizes, float first, float second, float last) {
        int[] dims = Arrays.stream(sizes.split(",")).mapToInt(Integer::parseInt).toArray();
        float[] values = new HashFill().tensor(name, Shape.of(dims));
        assertThat(values).hasSize(Arrays.stream(dims).reduce(1, (a, b) -> a * b));
        assertThat(values[0]).isEqualTo(first);
        assertThat(values[1]).isEqualTo(second);
        assertThat(values[values.length - 1]).isEqualTo(last);
    }

    @Test
    void aLongerInputBeginsWithAShorterOne() {
        assertThat(HashFill.input("x", 100)).startsWith(HashFill.input("x", 10));
        assertThat(HashFill.input("y", 10)).isNotEqualTo(HashFill.input("x", 10));
    }

    @Test
    void inputsHaveMeanZeroAndVarianceOne() {
        float[] x = HashFill.input("input.x", 100_000);
        double sum = 0;
        double squares = 0;
        for (float v : x) {
            sum += v;
            squares += v * (double) v;
        }
        // standard errors of 100,000 uniform numbers: 0.003 and, with kurtosis 1.8, 0.003; five of them
        assertThat(sum / x.length).isBetween(-0.016, 0.016);
        assertThat(squares / x.length).isBetween(1 - 0.015, 1 + 0.015);
    }
}
