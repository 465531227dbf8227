package io.terrarium.engine.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.Call;
import io.terrarium.Limits;
import io.terrarium.Policy;
import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.SandboxSettings;
import io.terrarium.Source;
import io.terrarium.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Time zones by name in instances, held against Java's own rules. */
final class ZonesTest {
  private static final long FIRST = Instant.parse("1850-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST = Instant.parse("2200-01-01T00:00:00Z").getEpochSecond();
  private static final int INSTANTS = 40;

  /** Of each transition and around it. */
  private static final int TRANSITIONS = 4;

  private static final Limits LONG =
      Limits.DEFAULT.withWallTime(Duration.ofMinutes(3)).withCpuTime(Duration.ofMinutes(3));

  private static final List<String> NAMES =
      new TreeSet<>(ZoneId.getAvailableZoneIds()).stream().toList();

  private final Random random = new Random(20);
  private static Sandbox sandbox;

  @BeforeAll
  static void open() {
    sandbox =
        SandboxSettings.builder()
            .engine(WasmEngine.NAME)
            .idleWorkers(1)
            .ceiling(LONG)
            .defaultLimits(Limits.DEFAULT)
            .create();
  }

  @AfterAll
  static void close() {
    sandbox.close();
  }

  private static Program full(String source) {
    return sandbox.compile(Source.of(source).under(Policy.FULL));
  }

  @Test
  void every_zone_has_at_every_instant_the_offset_that_it_has_in_java() {
    Map<String, List<Long>> asked = new LinkedHashMap<>();
    NAMES.forEach(name -> asked.put(name, instants(ZoneId.of(name).getRules())));

    Value answer =
        full("""
        from datetime import datetime, timedelta, timezone
        from zoneinfo import ZoneInfo
        EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
        def f(asked):
            return [
                [at(ZoneInfo(name), seconds) for seconds in times]
                for name, times in asked.items()
            ]
        def at(zone, seconds):
            local = (EPOCH + timedelta(seconds=seconds)).astimezone(zone)
            return int(local.utcoffset().total_seconds())
        """)
            .invoke(Call.of("f", asked).withLimits(LONG))
            .orElseThrow();

    List<Value> found = answer.asList();
    assertThat(found).hasSameSizeAs(NAMES);
    for (int index = 0; index < found.size(); index++) {
      String name = NAMES.get(index);
      List<Long> times = asked.getOrDefault(name, List.of());
      assertThat(found.get(index))
          .as("%s at %s", name, times)
          .isEqualTo(Value.of(offsets(ZoneId.of(name).getRules(), times)));
    }
  }

  @Test
  void a_local_time_that_there_is_not_or_twice_is_what_it_is_in_java() {
    Program program =
        full(
            """
            from datetime import datetime, timedelta
            from zoneinfo import ZoneInfo
            def f(name, text):
                local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(name))
                return [
                    int(local.replace(fold=fold).utcoffset().total_seconds()) for fold in (0, 1)
                ]
            """);
    for (String name : List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")) {
      ZoneRules rules = ZoneId.of(name).getRules();
      ZoneOffsetTransition transition = rules.nextTransition(Instant.parse("2026-06-01T00:00:00Z"));
      ZoneOffsetTransition other = rules.nextTransition(transition.getInstant());
      for (ZoneOffsetTransition each : List.of(transition, other)) {
        LocalDateTime inside =
            (each.isGap() ? each.getDateTimeBefore() : each.getDateTimeAfter()).plusMinutes(10);

        assertThat(program.call("f", name, inside.toString()).toString())
            .as("%s in %s", inside, name)
            .isEqualTo(
                List.of(
                        each.getOffsetBefore().getTotalSeconds(),
                        each.getOffsetAfter().getTotalSeconds())
                    .toString());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-07-01, CEST, 3600",
    "Europe/Berlin, 2026-12-01, CET, 0",
    "Europe/Berlin, 2090-07-01, CEST, 3600",
    "Europe/Berlin, 1850-01-01, LMT, 0",
    "America/New_York, 2026-07-01, EDT, 3600",
    "Asia/Tokyo, 2026-07-01, JST, 0",
    "Asia/Kathmandu, 2026-07-01, +0545, 0",
    "America/Sao_Paulo, 2026-07-01, -03, 0",
    "Australia/Lord_Howe, 2026-12-01, +11, 1800",
    "UTC, 2026-07-01, UTC, 0",
  })
  void it_says_what_its_times_are_called_and_how_far_summer_is_ahead(
      String zone, String day, String called, int ahead) {
    Program program =
        full(
            """
            from datetime import datetime
            from zoneinfo import ZoneInfo
            def f(name, day):
                time = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(name))
                return [time.tzname(), int(time.dst().total_seconds())]
            """);
    assertThat(program.call("f", zone, day)).isEqualTo(Value.of(List.of(called, ahead)));
  }

  @Test
  void times_in_a_zone_come_and_go_as_values() {
    Program program =
        sandbox.compile(
            """
            from datetime import timedelta
            def f(time):
                return time + timedelta(days=180)
            """);
    ZonedDateTime summer = ZonedDateTime.of(2026, 7, 1, 12, 30, 0, 0, ZoneId.of("Europe/Zurich"));
    assertThat(program.call("f", summer)).isEqualTo(Value.of(summer.plusDays(180)));
  }

  @Test
  void exactly_javas_zones_are_there_and_nothing_is_read_for_another_one() {
    Program program =
        full(
            """
            import zoneinfo
            def f():
                return sorted(zoneinfo.available_timezones())
            def g(name):
                return zoneinfo.ZoneInfo(name).key
            """);
    assertThat(program.call("f")).isEqualTo(Value.of(NAMES));
    for (String name : List.of("Europe/Nowhere", "../../etc/passwd", "/etc/passwd", "")) {
      assertThat(program.invoke(Call.of("g", name)).status()).as(name).isEqualTo("exception");
    }
  }

  @Test
  void the_same_rules_make_the_same_file_and_all_of_them_are_small() {
    Map<String, byte[]> files = ZoneFile.all();
    assertThat(files.get("Europe/Berlin")).isEqualTo(ZoneFile.of(ZoneId.of("Europe/Berlin")));
    assertThat(files.values().stream().mapToInt(file -> file.length).sum()).isLessThan(1 << 20);
  }

  private List<Long> instants(ZoneRules rules) {
    var seconds = new ArrayList<Long>();
    random.longs(INSTANTS, FIRST, LAST).forEach(seconds::add);
    List<ZoneOffsetTransition> transitions = new ArrayList<>(rules.getTransitions());
    for (int year : new int[] {2037, 2038, 2150}) {
      rules
          .getTransitionRules()
          .forEach(rule -> transitions.add(rule.createTransition(year + random.nextInt(10))));
    }
    random
        .ints(transitions.isEmpty() ? 0 : TRANSITIONS, 0, Math.max(1, transitions.size()))
        .forEach(index -> {
          long moment = transitions.get(index).toEpochSecond();
          seconds.addAll(List.of(moment - 1, moment, moment + 1));
        });
    return seconds;
  }

  private static List<Integer> offsets(ZoneRules rules, List<Long> seconds) {
    return seconds.stream()
        .map(Instant::ofEpochSecond)
        .map(rules::getOffset)
        .map(ZoneOffset::getTotalSeconds)
        .toList();
  }
}
