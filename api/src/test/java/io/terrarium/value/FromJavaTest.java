package io.terrarium.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FromJavaTest {
  enum Color {
    RED {
      @Override
      boolean warm() {
        return true;
      }
    };

    abstract boolean warm();
  }

  record Item(String name, double price) {}

  record Order(List<Item> items, @Nullable String note) {}

  record Stubborn(int number) {
    @Override
    public int number() {
      throw new IllegalStateException("no");
    }
  }

  @Test
  void null_and_empty_optionals_are_none() {
    assertThat(Value.of(null)).isEqualTo(NoneValue.INSTANCE);
    assertThat(Value.of(Optional.empty())).isEqualTo(NoneValue.INSTANCE);
    assertThat(Value.of(OptionalInt.empty())).isEqualTo(NoneValue.INSTANCE);
    assertThat(Value.of(OptionalLong.of(3))).isEqualTo(IntValue.of(3));
    assertThat(Value.of(OptionalDouble.of(1.5))).isEqualTo(new FloatValue(1.5));
    assertThat(Value.of(Optional.of("x"))).isEqualTo(new StrValue("x"));
  }

  @Test
  void optionals_in_one_another_are_what_the_innermost_holds() {
    Optional<Object> optional = Optional.of("x");
    for (int i = 0; i < 100_000; i++) {
      optional = Optional.of(optional);
    }

    assertThat(Value.of(optional)).isEqualTo(new StrValue("x"));
  }

  @Test
  void numbers_become_int_float_and_decimal() {
    assertThat(Value.of((byte) -1)).isEqualTo(IntValue.of(-1));
    assertThat(Value.of((short) 2)).isEqualTo(IntValue.of(2));
    assertThat(Value.of(3)).isEqualTo(IntValue.of(3));
    assertThat(Value.of(Long.MIN_VALUE)).isEqualTo(IntValue.of(Long.MIN_VALUE));
    assertThat(Value.of(BigInteger.TWO)).isEqualTo(IntValue.of(2));
    assertThat(Value.of(BigInteger.TWO.pow(100)))
        .isEqualTo(IntValue.of(BigInteger.TWO.pow(100)))
        .isNotEqualTo(IntValue.of(0));
    assertThat(Value.of(1.5f)).isEqualTo(new FloatValue(1.5));
    assertThat(Value.of(Double.NaN)).isEqualTo(new FloatValue(Double.NaN));
    assertThat(Value.of(new BigDecimal("1E+999999999")))
        .isEqualTo(new DecimalValue("1E+999999999"));
    assertThat(Value.of(true)).isEqualTo(BoolValue.TRUE);
  }

  @Test
  void text_bytes_uuids_and_enums_have_their_counterparts() {
    UUID uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    assertThat(Value.of('x')).isEqualTo(new StrValue("x"));
    assertThat(Value.of("π😀")).isEqualTo(new StrValue("π😀"));
    assertThat(Value.of(new byte[] {1, 2})).isEqualTo(BytesValue.of(new byte[] {1, 2}));
    assertThat(Value.of(uuid)).isEqualTo(new UuidValue(uuid));
    assertThat(Value.of(Color.RED)).isEqualTo(new EnumValue("Color", "RED", new StrValue("RED")));
  }

  @Test
  void arrays_and_collections_become_lists_and_sets_become_sets() {
    Value ints = new ListValue(List.of(IntValue.of(1), IntValue.of(2)));
    assertThat(Value.of(new int[] {1, 2})).isEqualTo(ints);
    assertThat(Value.of(new long[] {1, 2})).isEqualTo(ints);
    assertThat(Value.of(new Object[] {1, 2L})).isEqualTo(ints);
    assertThat(Value.of(List.of(1, 2))).isEqualTo(ints);
    assertThat(Value.of(new char[] {'a'})).isEqualTo(Value.of(List.of("a")));
    assertThat(Value.of(Set.of(1, 2)))
        .isEqualTo(new SetValue(List.of(IntValue.of(2), IntValue.of(1)), false));
  }

  @Test
  void maps_keep_their_order_and_records_become_dataclasses() {
    var map = new LinkedHashMap<Object, Object>();
    map.put("b", 1);
    map.put(2, "x");
    assertThat(Value.of(map).toString()).isEqualTo("{'b': 1, 2: 'x'}");
    assertThat(Value.of(new Item("tea", 2.5)))
        .isEqualTo(
            new DataclassValue(
                "Item",
                List.of(
                    new Field("name", new StrValue("tea")),
                    new Field("price", new FloatValue(2.5)))));
  }

  @Test
  void dates_and_times_keep_their_zone_and_lose_what_is_finer_than_microseconds() {
    LocalDateTime local = LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4_567_890);
    LocalDateTime whole = local.withNano(4_567_000);
    assertThat(Value.of(local)).isEqualTo(new DateTimeValue(whole, 0, null));
    assertThat(Value.of(LocalDate.of(1, 1, 1))).isEqualTo(new DateValue(LocalDate.of(1, 1, 1)));
    assertThat(Value.of(LocalTime.of(1, 2, 3, 999)))
        .isEqualTo(new TimeValue(LocalTime.of(1, 2, 3), 0, null));
    assertThat(Value.of(OffsetDateTime.of(local, ZoneOffset.ofHours(2))))
        .isEqualTo(new DateTimeValue(whole, 0, new TimeZoneValue.Offset(7_200_000_000L, null)));
    assertThat(Value.of(local.toInstant(ZoneOffset.UTC)))
        .isEqualTo(new DateTimeValue(whole, 0, TimeZoneValue.UTC));
    assertThat(Value.of(ZonedDateTime.of(local, ZoneId.of("UTC"))))
        .isEqualTo(new DateTimeValue(whole, 0, TimeZoneValue.UTC));
  }

  @Test
  void the_second_of_two_equal_times_has_fold_one() {
    ZonedDateTime first = ZonedDateTime.of(2024, 10, 27, 2, 30, 0, 0, ZoneId.of("Europe/Zurich"));
    ZonedDateTime second = first.withLaterOffsetAtOverlap();
    assertThat(Value.of(first))
        .isEqualTo(
            new DateTimeValue(
                first.toLocalDateTime(),
                0,
                new TimeZoneValue.Region("Europe/Zurich", 7_200_000_000L)));
    assertThat(Value.of(second))
        .isEqualTo(
            new DateTimeValue(
                first.toLocalDateTime(),
                1,
                new TimeZoneValue.Region("Europe/Zurich", 3_600_000_000L)));
    assertThat(Value.of(second).asZonedDateTime()).isEqualTo(second);
    assertThat(Value.of(first).asInstant()).isEqualTo(first.toInstant());
  }

  @Test
  void durations_are_normalised_like_python_does_it() {
    assertThat(Value.of(Duration.ofNanos(-1_000)))
        .isEqualTo(new TimeDeltaValue(-1, 86_399, 999_999));
    assertThat(Value.of(Duration.ofDays(3).plusSeconds(5))).isEqualTo(new TimeDeltaValue(3, 5, 0));
    assertRefused(Duration.ofSeconds(Long.MAX_VALUE), "value", "at most 999999999 days");
  }

  @Test
  void an_unpaired_surrogate_is_refused_with_its_index_and_path() {
    assertThatThrownBy(() -> Value.of(List.of("ok", "a\uD83D"), "args[0]"))
        .isInstanceOf(ValueConversionException.class)
        .hasMessage(
            "args[0][1]: a Java String with an unpaired surrogate at index 1 (U+D83D) cannot become"
                + " a Python str");
    assertRefused('\uDC00', "value", "index 0");
  }

  @Test
  void what_has_no_counterpart_is_refused_with_its_class_its_path_and_what_would_do() {
    assertThatThrownBy(() -> Value.of(Map.of("a", List.of(1, CharBuffer.wrap("x"))), "kwargs['m']"))
        .hasMessage(
            "kwargs['m']['a'][1]: a Java java.nio.StringCharBuffer has no Python counterpart: call its"
                + " toString()");
    assertRefused(new AtomicInteger(1), "value", "use its longValue()");
    assertRefused(List.of(1).iterator(), "value", "collect it in a List");
    assertRefused(new Thread(), "value", "pass a record");
    assertRefused(new Stubborn(1), "value.number", "IllegalStateException: no");
  }

  @Test
  void years_that_python_does_not_have_are_refused() {
    assertRefused(LocalDate.of(0, 1, 1), "value", "years 1 to 9999, not 0");
    assertRefused(LocalDateTime.of(10_000, 1, 1, 0, 0), "value", "not 10000");
    assertRefused(Instant.MAX, "value", "years 1 to 9999");
    assertRefused(Instant.MIN, "value", "years 1 to 9999");
  }

  @Test
  void a_list_that_contains_itself_is_refused() {
    var list = new ArrayList<Object>();
    list.add(list);
    list.add(list);
    assertThatThrownBy(() -> Value.of(list))
        .isInstanceOf(ValueConversionException.class)
        .hasMessageContaining("nested deeper than 200");
    var map = new HashMap<String, Object>();
    map.put("self", map);
    assertThatThrownBy(() -> Value.of(map)).isInstanceOf(ValueConversionException.class);
  }

  @Test
  void two_hundred_levels_are_deep_enough() {
    Object nested = 1;
    for (int i = 0; i < 200; i++) {
      nested = Collections.singletonList(nested);
    }
    Object allowed = nested;
    assertThat(Value.of(allowed)).isInstanceOf(ListValue.class);
    assertThatThrownBy(() -> Value.of(List.of(allowed)))
        .isInstanceOf(ValueConversionException.class);
  }

  @Test
  void the_path_leads_through_records_maps_and_lists() {
    var order = new Order(List.of(new Item("tea", 1), new Item("\uDFFF", 2)), null);
    assertThatThrownBy(() -> Value.of(order, "args[0]"))
        .hasMessageStartingWith("args[0].items[1].name: ");
  }

  private static void assertRefused(Object object, String path, String message) {
    assertThatThrownBy(() -> Value.of(object))
        .isInstanceOfSatisfying(
            ValueConversionException.class, e -> assertThat(e.path()).isEqualTo(path))
        .hasMessageContaining(message);
  }
}
