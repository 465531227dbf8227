package io.terrarium.escapes;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Sandbox;
import io.terrarium.engine.cpython.SabotagedEngine;
import io.terrarium.jail.Layer;
import io.terrarium.testing.NothingLeft;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * That the suite would notice: each attack is stopped by each of the layers that it names, with all
 * others away, and succeeds when all of them are. What the supervisor alone stops is held by its
 * exact outcome instead (EscapeSuiteTest), for there is nothing to take away.
 */
@Tag("python")
@ExtendWith(NothingLeft.class)
final class SabotageTest {

  static Stream<Named<Layer>> layers() {
    return SabotagedEngine.granted().stream().map(layer -> Named.of(layer.id(), layer));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void each_layer_alone_stops_every_attack_that_names_it(Layer layer) throws IOException {
    List<EscapeCase> named = attacksThatName(Set.of(layer.id()));

    List<EscapeResult> results = run(Set.of(layer), named);

    assertThat(results).hasSameSizeAs(named).isNotEmpty();
    assertThat(results.stream().filter(EscapeResult::isEscape).map(SabotageTest::told)).isEmpty();
    assertThat(results).allMatch(EscapeResult::nextCallWorked);
  }

  @Test
  void every_attack_succeeds_where_nothing_stops_it() throws IOException {
    Set<Layer> left = EnumSet.noneOf(Layer.class);
    Set<String> gone =
        new HashSet<>(Set.of("seccomp", "landlock", "resource_limits", "namespaces"));
    if (SabotagedEngine.canDoWithoutIdentity()) {
      gone.add("identity");
    } else {
      left.add(Layer.IDENTITY);
    }
    List<EscapeCase> attacks =
        attacksThatName(gone).stream().filter(attack -> gone.containsAll(attack.layers())).toList();

    List<EscapeResult> results = run(left, attacks);

    assertThat(results).hasSizeGreaterThan(150);
    assertThat(
            results.stream()
                .filter(result -> !result.isEscape() && !isUnknownToThisKernel(result))
                .map(SabotageTest::told))
        .isEmpty();
  }

  /** Old and optional system calls, which the kernel itself answers with ENOSYS. */
  private static boolean isUnknownToThisKernel(EscapeResult result) {
    return result.attempted().family().equals(SystemCalls.FAMILY)
        && result.outcome().startsWith("raised OSError: [Errno 38]");
  }

  private static List<EscapeCase> attacksThatName(Set<String> layers) {
    return EscapeSuite.cases().stream()
        .filter(EscapeCase::isAttack)
        .filter(attack -> attack.layers().stream().anyMatch(layers::contains))
        .toList();
  }

  private static List<EscapeResult> run(Set<Layer> left, List<EscapeCase> cases)
      throws IOException {
    List<EscapeResult> results = new ArrayList<>();
    try (Sandbox sandbox = SabotagedEngine.sandbox(left);
        Targets targets = Targets.plant()) {
      new EscapeSuite(sandbox, targets).run(cases, results::add);
    }
    return results;
  }

  private static String told(EscapeResult result) {
    return result.attempted().name() + ": " + result.outcome();
  }
}
