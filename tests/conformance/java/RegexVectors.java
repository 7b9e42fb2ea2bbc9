import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Writes what java.util.regex answers to the cases of regex_cases.txt, as a JSON list.
 *
 * <pre>java RegexVectors.java &lt; regex_cases.txt &gt; ../java_regex.json</pre>
 *
 * A case is a block of lines "key: value": name, flags (letters i, m, s), operation (find, matches, all, split), pattern,
 * and any number of inputs. A value is taken from behind the first ": " to the end of the line; &lt;U+41&gt; stands for a
 * code point. Blocks are separated by empty lines; lines that start with # are remarks. Spans count code points.
 */
public final class RegexVectors {
    private static final class Case {
        String name;
        String flags = "";
        String operation = "find";
        String pattern;
        final List<String> inputs = new ArrayList<>();
    }

    private static final StringJoiner OUT = new StringJoiner(",\n", "[\n", "\n]\n");

    public static void main(String[] arguments) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Case block = new Case();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.isEmpty()) {
                answer(block);
                block = new Case();
            } else if (!line.startsWith("#")) {
                int colon = line.indexOf(": ");
                String value = decode(line.substring(colon + 2));
                switch (line.substring(0, colon)) {
                    case "name" -> block.name = value;
                    case "flags" -> block.flags = value;
                    case "operation" -> block.operation = value;
                    case "pattern" -> block.pattern = value;
                    case "input" -> block.inputs.add(value);
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
        Pattern compiled;
        try {
            compiled = Pattern.compile(block.pattern, flags(block.flags));
        } catch (PatternSyntaxException e) {
            add(block, block.name, "", "\"error\": {\"description\": " + quote(e.getDescription())
                    + ", \"index\": " + e.getIndex() + "}");
            return;
        }
        int number = 0;
        for (String input : block.inputs) {
            number++;
            String name = block.inputs.size() == 1 ? block.name : block.name + "/" + number;
            String result;
            try {
                result = "\"result\": " + result(compiled, block.operation, input);
            } catch (NullPointerException e) {
                result = "\"error\": {\"description\": \"NullPointerException at the match\", \"index\": -1}";
            }
            add(block, name, ", \"input\": " + quote(input), result);
        }
    }

    private static void add(Case block, String name, String input, String answer) {
        OUT.add(" {\"name\": " + quote(name)
                + (block.operation.equals("find") ? "" : ", \"operation\": " + quote(block.operation))
                + ", \"pattern\": " + quote(block.pattern)
                + (block.flags.isEmpty() ? "" : ", \"flags\": " + quote(block.flags))
                + input + ", " + answer + "}");
    }

    private static String result(Pattern pattern, String operation, String input) {
        Matcher matcher = pattern.matcher(input);
        switch (operation) {
            case "find":
                return matcher.find() ? match(matcher, input) : "null";
            case "matches":
                return matcher.matches() ? match(matcher, input) : "null";
            case "all": {
                StringJoiner all = new StringJoiner(", ", "[", "]");
                while (matcher.find()) {
                    all.add(match(matcher, input));
                }
                return all.toString();
            }
            case "split": {
                StringJoiner parts = new StringJoiner(", ", "[", "]");
                for (String part : pattern.split(input)) {
                    parts.add(quote(part));
                }
                return parts.toString();
            }
            default:
                throw new IllegalArgumentException(operation);
        }
    }

    private static String match(Matcher matcher, String input) {
        StringJoiner groups = new StringJoiner(", ", "[", "]");
        StringJoiner spans = new StringJoiner(", ", "[", "]");
        for (int group = 0; group <= matcher.groupCount(); group++) {
            groups.add(matcher.group(group) == null ? "null" : quote(matcher.group(group)));
            spans.add("[" + place(input, matcher.start(group)) + ", " + place(input, matcher.end(group)) + "]");
        }
        return "{\"groups\": " + groups + ", \"spans\": " + spans + "}";
    }

    private static int place(String input, int index) {
        return index < 0 ? -1 : input.codePointCount(0, index);
    }

    private static int flags(String letters) {
        return (letters.contains("i") ? Pattern.CASE_INSENSITIVE : 0)
                | (letters.contains("m") ? Pattern.MULTILINE : 0)
                | (letters.contains("s") ? Pattern.DOTALL : 0);
    }

    private static String decode(String value) {
        StringBuilder text = new StringBuilder();
        int done = 0;
        Matcher escape = Pattern.compile("<U\\+([0-9A-F]+)>").matcher(value);
        while (escape.find()) {
            text.append(value, done, escape.start()).appendCodePoint(Integer.parseInt(escape.group(1), 16));
            done = escape.end();
        }
        return text.append(value.substring(done)).toString();
    }

    private static String quote(String value) {
        StringBuilder text = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < 0x20 || c > 0x7E) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }
}
