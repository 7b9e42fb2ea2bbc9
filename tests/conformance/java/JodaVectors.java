import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.joda.time.DateTimeUtils;
import org.joda.time.DateTimeZone;
import org.joda.time.chrono.ISOChronology;
import org.joda.time.format.DateTimeFormat;
import org.joda.time.format.DateTimeFormatter;
import org.joda.time.format.DateTimeParserBucket;

/**
 * Writes what Joda-Time's DateTimeFormat answers to the cases of joda_date_cases.txt, as a JSON list.
 *
 * <pre>java -cp joda-time-2.10.14.jar JodaVectors.java &lt; joda_date_cases.txt &gt; ../joda_dates.json</pre>
 *
 * The form of the cases is that of DateVectors.java. Two-digit years are read as on 2026-01-01.
 */
public final class JodaVectors {
    private static final long NOW = 1767225600000L;

    private static final class Case {
        String name;
        String pattern;
        String zone;
        final List<String[]> inputs = new ArrayList<>();
    }


    private static final StringJoiner OUT = new StringJoiner(",\n", "[\n", "\n]\n");

    public static void main(String[] arguments) throws IOException {
        DateTimeUtils.setCurrentMillisFixed(NOW);
        BufferedReader reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Case block = new Case();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.isEmpty()) {
                answer(block);
                block = new Case();
            } else if (!line.startsWith("#")) {
                int colon = line.indexOf(": ");
                String key = line.substring(0, colon);
                String value = decode(line.substring(colon + 2));
                switch (key) {
                    case "name" -> block.name = value;
                    case "pattern" -> block.pattern = value;
                    case "zone" -> block.zone = value;
                    case "format", "parse" -> block.inputs.add(new String[] {key, value});
                    default -> throw new IllegalArgumentException(line);
                }
            }
        }
        answer(block);
        new PrintStream(System.out, true, StandardCharsets.UTF_8).print(OUT);
    }

    private static void answer(Case block) {
        if (block.pattern == null) {
            return;
        }
        int number = 0;
        for (String[] input : block.inputs) {
            number++;
            String name = block.inputs.size() == 1 ? block.name : block.name + "/" + number;
            String result = joda(block, input[0], input[1]);
            boolean time = input[0].equals("format");
            OUT.add(" {\"name\": " + quote(name) + ", \"class\": \"DateTimeFormat\", \"pattern\": " + quote(block.pattern)
                    + ", \"zone\": " + (block.zone == null ? "null" : quote(block.zone))
                    + ", \"op\": \"" + input[0] + "\", \"input\": " + (time ? input[1] : quote(input[1])) + ", " + result
                    + "}");
        }
    }

    private static String joda(Case block, String operation, String input) {
        DateTimeFormatter formatter;
        try {
            formatter = DateTimeFormat.forPattern(block.pattern).withLocale(Locale.US);
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            return error("pattern", 0, e.getMessage());
        }
        try {
            formatter = formatter.withZone(DateTimeZone.forID(block.zone));
            return operation.equals("format")
                    ? "\"result\": " + quote(formatter.print(Long.parseLong(input)))
                    : "\"result\": " + formatter.parseMillis(input);
        } catch (UnsupportedOperationException e) {
            return error("text", 0, e.getMessage());
        } catch (IndexOutOfBoundsException e) {
            return error("text", 0, e.getMessage());
        } catch (IllegalArgumentException e) {
            return error("text", place(formatter, input), e.getMessage());
        }
    }

    /** The place of a failure, which Joda-Time's exceptions do not hold. */
    private static int place(DateTimeFormatter formatter, String input) {
        try {
            DateTimeParserBucket bucket =
                    new DateTimeParserBucket(0, ISOChronology.getInstance(formatter.getZone()), Locale.US, null, 2000);
            int end = formatter.getParser().parseInto(bucket, input, 0);
            return end < 0 ? ~end : end < input.length() ? end : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String error(String kind, int index, String message) {
        return "\"error\": {\"kind\": \"" + kind + "\", \"index\": " + index + ", \"message\": " + quote(message) + "}";
    }

    private static String decode(String value) {
        StringBuilder decoded = new StringBuilder();
        Matcher matcher = Pattern.compile("<U\\+([0-9A-F]+)>").matcher(value);
        while (matcher.find()) {
            String character = Character.toString(Integer.parseInt(matcher.group(1), 16));
            matcher.appendReplacement(decoded, Matcher.quoteReplacement(character));
        }
        return matcher.appendTail(decoded).toString();
    }

    private static String quote(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
