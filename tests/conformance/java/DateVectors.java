import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.text.ParsePosition;
import java.text.SimpleDateFormat;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes what java.time.format.DateTimeFormatter and java.text.SimpleDateFormat answer to the cases of a text file, as a
 * JSON list.
 *
 * <pre>
 * java DateVectors.java DateTimeFormatter &lt; date_cases.txt &gt; ../java_dates.json
 * java DateVectors.java SimpleDateFormat &lt; simple_date_cases.txt &gt; ../java_simple_dates.json
 * </pre>
 *
 * A case is a block of lines "key: value": name, pattern, zone (none: no zone), and any number of format (epoch
 * milliseconds) and parse (a text). A value is taken from behind the first ": " to the end of the line; &lt;U+41&gt; stands
 * for a code point. Blocks are separated by empty lines; lines that start with # are remarks. For SimpleDateFormat, the
 * zone is also the default one, and two-digit years are read as on 2026-01-01.
 */
public final class DateVectors {
    private static final long NOW = 1767225600000L;
    private static final Pattern FIELDS = Pattern.compile("\\{([^}]*)\\}");

    private static final class Case {
        String name;
        String pattern;
        String zone;
        final List<String[]> inputs = new ArrayList<>();
    }


    private static final StringJoiner OUT = new StringJoiner(",\n", "[\n", "\n]\n");

    public static void main(String[] arguments) throws IOException {
        boolean simple = arguments[0].equals("SimpleDateFormat");
        BufferedReader reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Case block = new Case();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.isEmpty()) {
                answer(block, simple);
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
        answer(block, simple);
        new PrintStream(System.out, true, StandardCharsets.UTF_8).print(OUT);
    }

    private static void answer(Case block, boolean simple) {
        if (block.pattern == null) {
            return;
        }
        int number = 0;
        for (String[] input : block.inputs) {
            number++;
            String name = block.inputs.size() == 1 ? block.name : block.name + "/" + number;
            String result = simple ? simple(block, input[0], input[1]) : formatter(block, input[0], input[1]);
            boolean time = input[0].equals("format");
            OUT.add(" {\"name\": " + quote(name) + ", \"class\": \"" + (simple ? "SimpleDateFormat" : "DateTimeFormatter")
                    + "\", \"pattern\": " + quote(block.pattern)
                    + ", \"zone\": " + (block.zone == null ? "null" : quote(block.zone))
                    + ", \"op\": \"" + input[0] + "\", \"input\": " + (time ? input[1] : quote(input[1])) + ", " + result
                    + "}");
        }
    }

    private static String formatter(Case block, String operation, String input) {
        DateTimeFormatter formatter;
        try {
            formatter = DateTimeFormatter.ofPattern(block.pattern, Locale.US);
        } catch (IllegalArgumentException | ClassCastException e) {
            return error("pattern", 0, e.getMessage().split(" \\(java\\.time")[0]);
        }
        try {
            formatter = block.zone == null ? formatter : formatter.withZone(ZoneId.of(block.zone));
        } catch (DateTimeException e) {
            return error("zone", 0, e.getMessage());
        }
        try {
            return operation.equals("format")
                    ? "\"result\": " + quote(formatter.format(Instant.ofEpochMilli(Long.parseLong(input))))
                    : "\"result\": " + formatter.parse(input, Instant::from).toEpochMilli();
        } catch (DateTimeParseException e) {
            return error("text", e.getErrorIndex(), sorted(e.getMessage()));
        } catch (DateTimeException | ArithmeticException | ArrayIndexOutOfBoundsException e) {
            return error("value", 0, e.getMessage());
        }
    }

    /** The fields in a message come in no certain order: sort them. */
    private static String sorted(String message) {
        int start = message.indexOf("could not be parsed");
        Matcher matcher = FIELDS.matcher(message);
        if (start < 0 || !matcher.find(start)) {
            return message;
        }
        String[] fields = matcher.group(1).split(", ");
        Arrays.sort(fields);
        return message.substring(0, matcher.start(1)) + String.join(", ", fields) + message.substring(matcher.end(1));
    }

    private static String simple(Case block, String operation, String input) {
        TimeZone zone = TimeZone.getTimeZone(block.zone);
        TimeZone.setDefault(zone);
        SimpleDateFormat format;
        try {
            format = new SimpleDateFormat(block.pattern, Locale.US);
        } catch (IllegalArgumentException e) {
            return error("pattern", 0, e.getMessage());
        }
        Calendar century = new GregorianCalendar(zone, Locale.US);
        century.setTimeInMillis(NOW);
        century.add(Calendar.YEAR, -80);
        format.set2DigitYearStart(century.getTime());
        if (operation.equals("format")) {
            return "\"result\": " + quote(format.format(new Date(Long.parseLong(input))));
        }
        ParsePosition position = new ParsePosition(0);
        Date date = format.parse(input, position);
        if (date == null) {
            return error("text", position.getErrorIndex(), "Unparseable date: \"" + input + "\"");
        }
        return "\"result\": " + date.getTime() + ", \"stopped\": " + position.getIndex();
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
