package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.terrarium.Call;
import io.terrarium.InvalidArgumentException;
import io.terrarium.Limits;
import io.terrarium.Program;
import io.terrarium.SandboxException.Category;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ArgumentsTest extends SharedSandbox {
  private static final String LENGTH = "def f(*args, **kwargs): return len(args[0])";

  record Item(String label, Object content) {}

  @Test
  void an_argument_without_a_form_in_Python_is_refused_with_the_path_to_it() {
    assertRefused("args[1]", 1, new Object());
    assertRefused("args[0][2]", List.of(1, 2, Thread.currentThread()));
    assertRefused("args[0]['a'][0]", Map.of("a", List.of(new StringJoiner(","))));
    assertRefused("args[0].content", new Item("x", new Object()));
  }

  @Test
  void a_refusal_names_the_type_and_what_to_pass_instead() {
    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> call(LENGTH, Stream.of(1)))
        .withMessageContaining("args[0]")
        .withMessageContaining("List");
    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> call(LENGTH, new StringJoiner(",")))
        .withMessageContaining("java.util.StringJoiner")
        .withMessageContaining("record");
  }

  @Test
  void a_keyword_argument_is_named_by_its_keyword() {
    Program program = sandbox.compile(LENGTH);

    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> program.invoke(Call.of("f", "").with("colour", new Object())))
        .withMessageContaining("colour");
  }

  @Test
  void text_with_an_unpaired_surrogate_is_refused_with_its_index() {
    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> call(LENGTH, List.of("ok", "a\udc00b")))
        .withMessageContaining("args[0][1]")
        .withMessageContaining("index 1");
  }

  @Test
  void a_keyword_with_an_unpaired_surrogate_is_refused() {
    Program program = sandbox.compile(LENGTH);

    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> program.invoke(Call.of("f", "").with("a\udc00", 1)));
  }

  @Test
  void a_collection_that_contains_itself_is_refused() {
    List<Object> self = new ArrayList<>();
    self.add(self);

    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> call(LENGTH, self))
        .withMessageContaining("contains itself");
  }

  @Test
  void collections_may_be_nested_200_deep_and_no_deeper() {
    String depth =
        """
        def f(x):
            n = 0
            while x:
                x = x[0]
                n += 1
            return n
        """;

    assertThat(call(depth, nested(200)).asInt()).isEqualTo(199);
    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> call(depth, nested(201)))
        .withMessageContaining("200");
  }

  @Test
  void a_key_that_Python_cannot_hash_is_refused_with_what_to_use_instead() {
    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> call(LENGTH, Map.of(List.of(1), 2)))
        .withMessageContaining("args[0][[1]]")
        .withMessageContaining("TupleValue");
  }

  @Test
  void arguments_larger_than_their_limit_are_refused_with_both_sizes() {
    Limits limits = Limits.DEFAULT.withArgumentBytes(100_000);
    Program program = sandbox.compile(LENGTH);

    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> program.invoke(Call.of("f", "x".repeat(200_000)).withLimits(limits)))
        .withMessageContaining("100000")
        .satisfies(e -> assertThat(e.category()).isEqualTo(Category.USER));
    assertThat(program.invoke(Call.of("f", "x".repeat(90_000)).withLimits(limits)).status())
        .isEqualTo("ok");
  }

  @Test
  void arguments_beyond_the_default_of_16_mebibytes_are_refused() {
    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> call(LENGTH, (Object) new byte[17 << 20]));
    assertThat(call(LENGTH, (Object) new byte[15 << 20]).asInt()).isEqualTo(15 << 20);
  }

  @Test
  void the_memory_of_a_call_comes_on_top_of_its_arguments() {
    Limits limits = Limits.DEFAULT.withMemoryBytes(16L << 20).withArgumentBytes(64L << 20);
    Program program = sandbox.compile(LENGTH);

    var blob = program.invoke(Call.of("f", (Object) new byte[60 << 20]).withLimits(limits));
    assertThat(blob.orElseThrow().asInt()).isEqualTo(60 << 20);
    double[] numbers = new double[2_000_000];
    Arrays.setAll(numbers, i -> i + 0.5);
    var floats = program.invoke(Call.of("f", (Object) numbers).withLimits(limits));
    assertThat(floats.orElseThrow().asInt()).isEqualTo(2_000_000);
    long[] integers = new long[1_000_000];
    Arrays.setAll(integers, i -> i + 1_000_000_000_000L);
    var ints = program.invoke(Call.of("f", (Object) integers).withLimits(limits));
    assertThat(ints.orElseThrow().asInt()).isEqualTo(1_000_000);
    List<String> texts =
        Stream.iterate(0, i -> i + 1).limit(200_000).map(i -> "text " + i).toList();
    var strings = program.invoke(Call.of("f", texts).withLimits(limits));
    assertThat(strings.orElseThrow().asInt()).isEqualTo(200_000);
    List<Map<String, Object>> rows =
        Stream.iterate(0, i -> i + 1)
            .limit(50_000)
            .map(i -> Map.<String, Object>of("id", i, "value", i * 0.5))
            .toList();
    var table = program.invoke(Call.of("f", rows).withLimits(limits));
    assertThat(table.orElseThrow().asInt()).isEqualTo(50_000);
  }

  @Test
  void a_refused_argument_costs_no_worker_and_the_next_call_works() {
    assertRefused("args[0]", new Object());
    assertThat(nextCall()).isEqualTo("hello next");
  }

  private void assertRefused(String path, @Nullable Object... arguments) {
    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> call(LENGTH, arguments))
        .withMessageContaining(path)
        .satisfies(e -> assertThat(e.category()).isEqualTo(Category.USER));
  }

  private static List<Object> nested(int depth) {
    List<Object> inner = List.of();
    for (int level = 1; level < depth; level++) {
      inner = List.of(inner);
    }
    return inner;
  }
}
