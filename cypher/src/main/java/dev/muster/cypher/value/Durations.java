package dev.muster.cypher.value;

import dev.muster.cypher.error.CypherError;
import dev.muster.store.value.DurationValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Durations of months, days, seconds and nanoseconds: arithmetic and text. */
public final class Durations {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** What Cypher counts for a month where an order or a fraction is needed: 30.436875 days. */
    private static final BigDecimal DAYS_PER_MONTH = new BigDecimal("30.436875");

    private static final BigDecimal SECONDS_PER_DAY = new BigDecimal(86_400);

    private static final Pattern ISO = Pattern.compile(
            "([+-]?)P(?:(-?[\\d.,]+)Y)?(?:(-?[\\d.,]+)M)?(?:(-?[\\d.,]+)W)?(?:(-?[\\d.,]+)D)?"
                    + "(?:T(?:(-?[\\d.,]+)H)?(?:(-?[\\d.,]+)M)?(?:(-?[\\d.,]+)S)?)?",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern DATE_LIKE = Pattern.compile(
            "P(\\d{4})-(\\d\\d)-(\\d\\d)T(\\d\\d):(\\d\\d):(\\d\\d(?:[.,]\\d{1,9})?)", Pattern.CASE_INSENSITIVE);

    private Durations() {}

    /** Normalizes nanoseconds into seconds. */
    public static DurationValue of(long months, long days, long seconds, long nanos) {
        try {
            return new DurationValue(months, days, Math.addExact(seconds, Math.floorDiv(nanos, NANOS_PER_SECOND)), (int)
                    Math.floorMod(nanos, NANOS_PER_SECOND));
        } catch (ArithmeticException e) {
            throw tooLarge();
        }
    }

    /** From amounts that may have fractions: a fraction of a month becomes days, of a day seconds, of a second nanoseconds. */
    public static DurationValue of(BigDecimal months, BigDecimal days, BigDecimal seconds) {
        try {
            BigDecimal wholeMonths = months.setScale(0, RoundingMode.DOWN);
            BigDecimal allDays = days.add(months.subtract(wholeMonths).multiply(DAYS_PER_MONTH));
            BigDecimal wholeDays = allDays.setScale(0, RoundingMode.DOWN);
            BigDecimal allSeconds = seconds.add(allDays.subtract(wholeDays).multiply(SECONDS_PER_DAY));
            BigDecimal wholeSeconds = allSeconds.setScale(0, RoundingMode.FLOOR);
            long nanos = allSeconds
                    .subtract(wholeSeconds)
                    .movePointRight(9)
                    .setScale(0, RoundingMode.DOWN)
                    .longValueExact();
            return of(wholeMonths.longValueExact(), wholeDays.longValueExact(), wholeSeconds.longValueExact(), nanos);
        } catch (ArithmeticException e) {
            throw tooLarge();
        }
    }

    private static dev.muster.cypher.CypherException tooLarge() {
        return CypherError.ARITHMETIC.exception("a duration this large cannot be represented");
    }

    /** Reads {@code P1Y2M3DT4H5M6.7S}, or {@code P0001-02-03T04:05:06.7}. */
    public static DurationValue parse(String text) {
        Matcher dateLike = DATE_LIKE.matcher(text.strip());
        if (dateLike.matches()) {
            return parse("P%sY%sM%sDT%sH%sM%sS"
                    .formatted(IntStream.rangeClosed(1, 6)
                            .mapToObj(dateLike::group)
                            .toArray()));
        }
        Matcher match = ISO.matcher(text.strip());
        if (!match.matches() || text.strip().matches("(?i)[+-]?PT?")) {
            throw CypherError.ARGUMENT.exception("Text cannot be parsed to a Duration: \"" + text + "\"");
        }
        BigDecimal sign = new BigDecimal(match.group(1).equals("-") ? -1 : 1);
        BigDecimal months = amount(match.group(2)).multiply(new BigDecimal(12)).add(amount(match.group(3)));
        BigDecimal days = amount(match.group(4)).multiply(new BigDecimal(7)).add(amount(match.group(5)));
        BigDecimal seconds = amount(match.group(6))
                .multiply(new BigDecimal(3600))
                .add(amount(match.group(7)).multiply(new BigDecimal(60)))
                .add(amount(match.group(8)));
        return of(months.multiply(sign), days.multiply(sign), seconds.multiply(sign));
    }

    private static BigDecimal amount(String text) {
        try {
            return text == null ? BigDecimal.ZERO : new BigDecimal(text.replace(',', '.'));
        } catch (NumberFormatException e) {
            throw CypherError.ARGUMENT.exception("Text cannot be parsed to a Duration: \"" + text + "\"");
        }
    }

    static DurationValue plus(DurationValue left, DurationValue right, int sign) {
        try {
            return of(
                    Math.addExact(left.months(), sign * right.months()),
                    Math.addExact(left.days(), sign * right.days()),
                    Math.addExact(left.seconds(), sign * right.seconds()),
                    left.nanos() + (long) sign * right.nanos());
        } catch (ArithmeticException e) {
            throw tooLarge();
        }
    }

    static DurationValue times(DurationValue value, double factor) {
        if (Double.isNaN(factor) || Double.isInfinite(factor)) {
            throw CypherError.ARITHMETIC.exception("a duration cannot be multiplied by " + factor);
        }
        BigDecimal by = BigDecimal.valueOf(factor);
        BigDecimal seconds = new BigDecimal(value.seconds()).add(BigDecimal.valueOf(value.nanos(), 9));
        return of(
                new BigDecimal(value.months()).multiply(by),
                new BigDecimal(value.days()).multiply(by),
                seconds.multiply(by));
    }

    /** Adds ({@code sign} 1) or takes away (-1); parts that the value does not have are left out. */
    static Temporal addTo(Temporal value, DurationValue duration, int sign) {
        try {
            Temporal result = value;
            if (result.isSupported(ChronoUnit.MONTHS)) {
                result = result.plus(sign * duration.months(), ChronoUnit.MONTHS);
                result = result.plus(sign * duration.days(), ChronoUnit.DAYS);
            }
            if (result instanceof LocalDate) {
                return result.plus(sign * duration.seconds() / 86_400, ChronoUnit.DAYS);
            }
            result = result.plus(sign * duration.seconds(), ChronoUnit.SECONDS);
            return result.plus((long) sign * duration.nanos(), ChronoUnit.NANOS);
        } catch (java.time.DateTimeException | ArithmeticException e) {
            throw CypherError.ARITHMETIC.exception(e.getMessage());
        }
    }

    static int compare(DurationValue left, DurationValue right) {
        int sign = approximateSeconds(left).compareTo(approximateSeconds(right));
        if (sign != 0) {
            return sign;
        }
        int months = Long.compare(left.months(), right.months());
        return months != 0 ? months : Long.compare(left.days(), right.days());
    }

    private static BigDecimal approximateSeconds(DurationValue value) {
        return new BigDecimal(value.months())
                .multiply(DAYS_PER_MONTH)
                .add(new BigDecimal(value.days()))
                .multiply(SECONDS_PER_DAY)
                .add(new BigDecimal(value.seconds()))
                .add(BigDecimal.valueOf(value.nanos(), 9));
    }

    /** ISO text, as Cypher's {@code toString} gives it. */
    static String text(DurationValue value) {
        StringBuilder result = new StringBuilder("P");
        part(result, value.months() / 12, 'Y');
        part(result, value.months() % 12, 'M');
        part(result, value.days(), 'D');
        if (value.seconds() != 0 || value.nanos() != 0) {
            result.append('T');
            BigDecimal total = new BigDecimal(value.seconds()).add(BigDecimal.valueOf(value.nanos(), 9));
            long whole = total.longValue();
            part(result, whole / 3600, 'H');
            part(result, whole % 3600 / 60, 'M');
            BigDecimal rest = total.subtract(new BigDecimal(whole - whole % 60));
            if (rest.signum() != 0) {
                result.append(rest.stripTrailingZeros().toPlainString()).append('S');
            }
        }
        return result.length() == 1 ? "PT0S" : result.toString().toUpperCase(Locale.ROOT);
    }

    private static void part(StringBuilder result, long amount, char unit) {
        if (amount != 0) {
            result.append(amount).append(unit);
        }
    }
}
