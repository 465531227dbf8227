package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.terrarium.Call;
import io.terrarium.Outcome.Raised;
import io.terrarium.Program;
import io.terrarium.SandboxException.Category;
import io.terrarium.Session;
import io.terrarium.UnknownFunctionException;
import io.terrarium.UserCodeException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FunctionLookupTest extends SharedSandbox {

  @Test
  void a_missing_function_is_refused_with_the_nearest_names_first() {
    Program program =
        sandbox.compile(
            """
            def total(xs): return sum(xs)
            def mean_square(xs): return 0
            def zebra(): return 0
            """);

    assertThatExceptionOfType(UnknownFunctionException.class)
        .isThrownBy(() -> program.call("mean_sqare", List.of(1.0)))
        .satisfies(e -> {
          assertThat(e.function()).isEqualTo("mean_sqare");
          assertThat(e.candidates()).first().isEqualTo("mean_square");
          assertThat(e.candidates()).containsExactlyInAnyOrder("total", "mean_square", "zebra");
          assertThat(e).hasMessageContaining("mean_sqare").hasMessageContaining("mean_square");
          assertThat(e.category()).isEqualTo(Category.USER);
        });
  }

  @Test
  void a_program_without_functions_says_that_it_has_none() {
    assertThatExceptionOfType(UnknownFunctionException.class)
        .isThrownBy(() -> call("x = 1"))
        .withMessageContaining("'f'")
        .withMessageContaining("none")
        .satisfies(e -> assertThat(e.candidates()).isEmpty());
  }

  @Test
  void a_name_that_is_no_function_is_refused_with_its_type() {
    assertThatExceptionOfType(UnknownFunctionException.class)
        .isThrownBy(() -> call("f = [1]\ndef g(): return 1"))
        .withMessageContaining("'f'")
        .withMessageContaining("list")
        .satisfies(e -> assertThat(e.candidates()).containsExactly("g"));
  }

  @Test
  void an_empty_name_is_no_function() {
    Program program = sandbox.compile("def f(): return 1");

    assertThatExceptionOfType(UnknownFunctionException.class).isThrownBy(() -> program.call(""));
  }

  @Test
  void a_name_that_nobody_would_read_is_cut_and_on_one_line_in_the_message() {
    Program program = sandbox.compile("def f(): return 1");

    assertThatExceptionOfType(UnknownFunctionException.class)
        .isThrownBy(() -> program.call("n\n".repeat(100_000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300).doesNotContain("\n"));
  }

  @Test
  void a_name_with_an_unpaired_surrogate_is_refused_and_not_looked_up() {
    Program program = sandbox.compile("def f(): return 1");

    assertThatExceptionOfType(io.terrarium.SandboxException.class)
        .isThrownBy(() -> program.call("f\ud800"))
        .satisfies(e -> assertThat(e.category()).isEqualTo(Category.USER));
  }

  @Test
  void a_builtin_is_no_function_of_the_program() {
    Program program = sandbox.compile("def f(): return 1");

    assertThatExceptionOfType(UnknownFunctionException.class)
        .isThrownBy(() -> program.call("len", List.of()));
  }

  @Test
  void a_function_that_the_program_makes_while_it_runs_can_be_called() {
    assertThat(call(full("globals()['f'] = lambda x: x * 2"), 21).asInt()).isEqualTo(42);
  }

  @Test
  void a_class_can_be_called_like_a_function() {
    assertThat(call("class f(int): pass", 7).asInt()).isEqualTo(7);
  }

  @Test
  void wrong_arguments_are_told_in_Pythons_own_words() {
    Program program = sandbox.compile("def f(a, b=2, *, c=3): return a");

    assertThatExceptionOfType(UserCodeException.class)
        .isThrownBy(() -> program.call("f"))
        .withMessage("TypeError: f() missing 1 required positional argument: 'a'");
    assertThatExceptionOfType(UserCodeException.class)
        .isThrownBy(() -> program.call("f", 1, 2, 3))
        .withMessage("TypeError: f() takes from 1 to 2 positional arguments but 3 were given");
    assertThatExceptionOfType(UserCodeException.class)
        .isThrownBy(() -> program.invoke(Call.of("f", 1).with("d", 4)).orElseThrow())
        .withMessageStartingWith("TypeError: f() got an unexpected keyword argument 'd'");
    assertThatExceptionOfType(UserCodeException.class)
        .isThrownBy(() -> program.invoke(Call.of("f", 1).with("a", 4)).orElseThrow())
        .withMessage("TypeError: f() got multiple values for argument 'a'");
  }

  @Test
  void keyword_arguments_arrive_in_order_and_by_name() {
    Program program = sandbox.compile("def f(a, **more): return [a, *more.items()]");

    var result = program.invoke(Call.of("f", 1).with("z", 2).with("b", null)).orElseThrow();

    assertThat(result.toJava())
        .isEqualTo(List.of(1L, List.of("z", 2L), java.util.Arrays.asList("b", null)));
  }

  @Test
  void a_TypeError_of_the_call_has_no_frame_of_anybody_elses_code() {
    var outcome = (Raised) invoke("def f(a): return a");

    assertThat(outcome.error().traceback()).doesNotContain("terrarium").doesNotContain("worker");
    assertThat(outcome.error().type()).isEqualTo("TypeError");
  }

  @Test
  void a_missing_function_leaves_a_session_alive() {
    try (Session session = sandbox.compile("def f(): return 1").openSession()) {
      assertThatExceptionOfType(UnknownFunctionException.class)
          .isThrownBy(() -> session.call("g"))
          .withMessageContaining("there is f");

      assertThat(session.call("f").asInt()).isEqualTo(1);
    }
  }
}
