package io.terrarium.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.terrarium.Call;
import io.terrarium.InvalidArgumentException;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.OverloadedException;
import io.terrarium.Policy;
import io.terrarium.Profile;
import io.terrarium.Program;
import io.terrarium.ProgramRejectedException;
import io.terrarium.Sandbox;
import io.terrarium.Session;
import io.terrarium.Source;
import io.terrarium.config.Configuration;
import io.terrarium.contract.Contract;
import io.terrarium.testing.NothingLeft;
import io.terrarium.testing.Sandboxes;
import io.terrarium.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class ProfilesTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Path THIS =
      Path.of("src", "test", "java", "io", "terrarium", "conformance", "ProfilesTest.java");
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String SOURCE =
      """
      def f():
          return 1

      def spin():
          while True:
              pass

      def square(x):
          return x * x
      """;

  @Test
  void a_program_has_what_its_profile_in_the_file_says() throws IOException {
    Path file = ROOT.resolve("examples/terrarium.toml");
    String text = Files.readString(ROOT.resolve("examples/mean_square.py"));

    Configuration configuration = Configuration.load(file);
    try (Sandbox sandbox = Sandbox.create(configuration.settings())) {
      Profile statistics = configuration.profile("statistics");
      Program program = sandbox.compile(Source.of(text).in(statistics));
      double mean = program.call("mean_square", List.of(1, 2, 3)).asDouble();
      assertThat(mean).isEqualTo(14.0 / 3);
      Limits applied = program.invoke(Call.of("mean_square", List.of(1.0))).report().limits();
      assertThat(applied.wallTime()).isEqualTo(Duration.ofSeconds(2));
      assertThat(applied.memoryBytes()).isEqualTo(128L << 20);
      assertThatExceptionOfType(ProgramRejectedException.class)
          .isThrownBy(() -> sandbox.compile(Source.of("x = 1").in(statistics)))
          .withMessageContaining("function-missing");
    }
  }

  @Test
  void the_java_on_the_page_of_profiles_is_the_java_above() throws IOException {
    Matcher block =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(ROOT.resolve("docs/profiles.md")));
    assertThat(block.find()).isTrue();
    String code =
        Files.readString(THIS).replaceAll("(?m)^[ \t]+", "").replaceAll("assertThat.*\n", "");
    // What the page leaves out is what is asserted.
    for (String line : block.group(1).replaceAll("(?m)^[ \t]+", "").split("\n", -1)) {
      assertThat(code).contains(line);
    }
  }

  @Test
  void limits_of_a_call_stay_under_the_ceilings_of_its_profile_and_its_sandbox() {
    Profile small =
        Profile.named("small")
            .limits(Limits.DEFAULT.withWallTime(Duration.ofSeconds(3)))
            .ceiling(Limits.DEFAULT.withWallTime(Duration.ofSeconds(6)).withMemoryBytes(8L << 30))
            .build();
    try (Sandbox sandbox = Sandboxes.open()) {
      Program program = sandbox.compile(Source.of(SOURCE).in(small));

      assertThat(program.source().profile()).contains(small);
      assertThat(applied(program.invoke(Call.of("f"))).wallTime()).hasSeconds(3);
      Limits much = Limits.DEFAULT.withWallTime(Duration.ofMinutes(5)).withMemoryBytes(16L << 30);
      Limits cut = applied(program.invoke(Call.of("f").withLimits(much)));
      assertThat(cut.wallTime()).hasSeconds(6);
      assertThat(cut.memoryBytes()).isEqualTo(sandbox.settings().ceiling().memoryBytes());
      try (Session session = program.openSession(much)) {
        assertThat(applied(session.invoke(Call.of("f").withLimits(much))).wallTime()).hasSeconds(6);
      }
      Program plain = sandbox.compile(Source.of(SOURCE));
      assertThat(applied(plain.invoke(Call.of("f"))).wallTime()).hasSeconds(10);
      assertThat(program.id()).isEqualTo(plain.id());
    }
  }

  @Test
  void a_source_in_a_profile_is_held_to_its_policy_contracts_and_runtime() {
    Profile strict =
        Profile.named("strict")
            .policy(Policy.EXPRESSION)
            .expect(Contract.parse("square(x: float) -> float"))
            .build();
    try (Sandbox sandbox = Sandboxes.open()) {
      assertThatExceptionOfType(ProgramRejectedException.class)
          .isThrownBy(() -> sandbox.compile(Source.of(SOURCE).in(strict)))
          .withMessageContaining("not-an-expression");
      Program program = sandbox.compile(Source.of(SOURCE).in(strict).under(Policy.RESTRICTED));
      assertThat(program.call("square", 3)).hasToString("9.0");
      assertThat(sandbox.compile(Source.of(SOURCE).in(strict).under(Policy.RESTRICTED)))
          .isSameAs(program);
      Profile elsewhere = Profile.named("elsewhere").runtime("nowhere").build();
      assertThatExceptionOfType(InvalidArgumentException.class)
          .isThrownBy(() -> sandbox.compile(Source.of(SOURCE).in(elsewhere)))
          .withMessageContaining("'nowhere'");
    }
  }

  @Test
  void a_profile_lends_those_host_functions_that_it_names() {
    Profile some = Profile.named("some").hostFunctions(List.of("one")).build();
    Profile wrong = Profile.named("wrong").hostFunctions(List.of("three")).build();
    Source source = Source.of("def f(): return one()\ndef g(): return two()\n");
    try (Sandbox sandbox =
        Sandboxes.settings().hostFunction("one", _ -> 1).hostFunction("two", _ -> 2).create()) {
      Program program = sandbox.compile(source.in(some));

      assertThat(program.call("f").asInt()).isEqualTo(1);
      assertThat(program.invoke(Call.of("g")).status()).isEqualTo("exception");
      assertThat(sandbox.compile(source).call("g").asInt()).isEqualTo(2);
      assertThatExceptionOfType(InvalidArgumentException.class)
          .isThrownBy(() -> sandbox.compile(source.in(wrong)))
          .withMessageContaining("'three' in host_functions, and the sandbox has one, two");
    }
  }

  @Test
  void a_profile_runs_no_more_calls_at_a_time_than_it_may() {
    Profile one = Profile.named("one").maximumConcurrentCalls(1).build();
    try (Sandbox sandbox = Sandboxes.settings().maximumConcurrentCalls(4).queue(1, LONG).create()) {
      Program narrow = sandbox.compile(Source.of(SOURCE).in(one));
      Program wide = sandbox.compile(Source.of(SOURCE));
      CompletableFuture<Value> running = narrow.callAsync("spin");
      CompletableFuture<Value> first = narrow.callAsync("f");
      CompletableFuture<Value> second = narrow.callAsync("f");

      // One of the two has a place in the queue, which holds one, and there is no third.
      assertThat(CompletableFuture.anyOf(first, second).exceptionally(thrown -> thrown).join())
          .asInstanceOf(InstanceOfAssertFactories.throwable(Throwable.class))
          .rootCause()
          .isInstanceOf(OverloadedException.class)
          .hasMessageContaining("The profile one is busy: 1 running and 1 waiting");
      for (int call = 0; call < 5; call++) {
        assertThat(wide.call("f").asInt()).isEqualTo(1);
      }
      assertThat(running).isNotDone();
      running.cancel(true);
      CompletableFuture<Value> waiting = first.isCompletedExceptionally() ? second : first;
      assertThat(waiting.join().asInt()).isEqualTo(1);
    }
  }

  @Test
  void a_profile_that_floods_the_sandbox_delays_another_by_one_call_and_not_by_its_queue() {
    Profile flood = Profile.named("flood").build();
    Profile quiet = Profile.named("quiet").build();
    Limits brief = Limits.DEFAULT.withWallTime(Duration.ofMillis(100));
    try (Sandbox sandbox =
        Sandboxes.settings().maximumConcurrentCalls(1).queue(100, LONG).create()) {
      Program many = sandbox.compile(Source.of(SOURCE).in(flood));
      Program few = sandbox.compile(Source.of(SOURCE).in(quiet));
      var flooding = new ArrayList<CompletableFuture<Outcome>>();
      for (int call = 0; call < 40; call++) {
        flooding.add(many.invokeAsync(Call.of("spin").withLimits(brief)));
      }
      flooding.getFirst().join();

      assertThat(few.call("f").asInt()).isEqualTo(1);
      long ended = flooding.stream().filter(CompletableFuture::isDone).count();
      assertThat(ended).as("calls that went before").isLessThan(10);
      flooding.forEach(future -> future.cancel(true));
    }
  }

  private static Limits applied(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Returned.class);
    return outcome.report().limits();
  }
}
