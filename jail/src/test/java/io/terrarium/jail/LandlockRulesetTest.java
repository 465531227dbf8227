package io.terrarium.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LandlockRulesetTest {
  @ParameterizedTest
  @CsvSource({
    "1, ff1f000000000000",
    "2, ff3f000000000000",
    "3, ff7f000000000000",
    "4, ff7f0000000000000300000000000000",
    "5, ffff0000000000000300000000000000",
    "6, ffff00000000000003000000000000000300000000000000",
    "7, ffff00000000000003000000000000000300000000000000",
  })
  void each_abi_handles_every_right_that_it_knows(int abi, String attribute) {
    assertThat(HexFormat.of().formatHex(LandlockRuleset.attribute(abi).toArray()))
        .isEqualTo(attribute);
  }

  @Test
  void there_is_an_attribute_for_every_abi_up_to_the_newest_known() {
    assertThat(LandlockRuleset.attributesByAbi().keySet())
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
  }
}
