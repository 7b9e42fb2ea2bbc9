import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes what java.net.URI answers to the lines of uri_cases.txt, as a JSON list.
 *
 * <pre>java UriVectors.java &lt; uri_cases.txt &gt; ../java_uris.json</pre>
 *
 * &lt;U+41&gt; stands for a code point; lines that start with # are remarks.
 */
public final class UriVectors {
    private static final StringJoiner OUT = new StringJoiner(",\n", "[\n", "\n]\n");

    public static void main(String[] arguments) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith("#")) {
                continue;
            }
            String uri = decode(line);
            String answer;
            try {
                URI read = new URI(uri);
                answer = "\"host\": " + (read.getHost() == null ? "null" : quoted(read.getHost()));
            } catch (URISyntaxException error) {
                answer = "\"reason\": " + quoted(error.getReason()) + ", \"index\": " + error.getIndex();
            }
            OUT.add("  {\"uri\": " + quoted(uri) + ", " + answer + "}");
        }
        new PrintStream(System.out, true, StandardCharsets.UTF_8).print(OUT);
    }

    private static String decode(String text) {
        Matcher matcher = Pattern.compile("<U\\+([0-9A-F]+)>").matcher(text);
        return matcher.replaceAll(found ->
            Matcher.quoteReplacement(new String(Character.toChars(Integer.parseInt(found.group(1), 16)))));
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char each : text.toCharArray()) {
            if (each == '"' || each == '\\') {
                out.append('\\').append(each);
            } else if (each < ' ' || each > '~') {
                out.append(String.format("\\u%04x", (int) each));
            } else {
                out.append(each);
            }
        }
        return out.append('"').toString();
    }
}
