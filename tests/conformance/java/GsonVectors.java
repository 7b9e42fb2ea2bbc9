import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/**
 * Writes what Gson, lenient as JsonParser is, makes of texts: the array or object, or null where it is none.
 *
 * <pre>java -cp gson-2.10.jar GsonVectors.java &gt; ../gson.json</pre>
 */
public final class GsonVectors {
    private static final String[] TEXTS = {
        "[]# y", "{}/* z */", "[] // y", "[]", "[] ", "[]\n", "[]\n# c\n", "# c\n[]", "/* c */[]", "// c\n{}", "[1,]",
        "[,1]", "[,]", "[1;2]", "{a:1}", "{a=1}", "{a=>1}", "{'a':1}", "{\"a\":1;}", "{\"a\":1,}", "{a:1;b:2}",
        "[NaN]", "[Infinity]", "[-Infinity]", "[nan]", "[+1]", "[01]", "[1.]", "[.5]", "[1e5]", "[0x1]", "[True]",
        "[NULL]", "[a b]", "['a]", "[\"a\nb\"]", "[\"\\x\"]", "[\"\\'\"]", "[\"\\/\"]", "[\"\u0001\"]", "\ufeff[]",
        "\ufeff\ufeff[]", ")]}'\n[]", ")]}'[]", ")]}'\n{}", "{\"a\":1,\"a\":2}", "[[[[]]]]", "{a:}", "{:1}", "{a}",
        "{a:1 b:2}", "[1 2]", "[]]", "{}}", "[]x", "[] []", "{\"a\":tru}", "{\"\":1}", "[\"\\u00e9\"]",
        "[\"\\u00g9\"]", "['\\\"']", "[a/b]", "[a//b\n]", "[/*x*/]", "[1/*x*/,2]", "[#x\n1]", "{a/**/:1}",
        "{\"a\"/**/=/**/1}", "[\f1]", "[\u00a01]", "[\u000b1]", "[-]", "[1-2]", "[--1]", "[9223372036854775808]",
        "[-0]", "[1E400]", "{a=>{b=>[c]}}", "{'a':'b'}/**/", "{'a':'b'}\u0000", "{'a':'b'};",
        "{a:1,;b:2}", "[;]", "[1,,2]", "{,}", "[] \t\r\n", "[]\f", "[]//", "[]/", "[]#",
    };

    public static void main(String[] arguments) {
        StringJoiner out = new StringJoiner(",\n", "[\n", "\n]\n");
        for (String text : TEXTS) {
            String json = "null";
            try {
                JsonElement read = JsonParser.parseString(text);
                if (!read.isJsonArray() && !read.isJsonObject()) {
                    continue;
                }
                json = quoted(read.toString());
            } catch (JsonParseException error) {
                json = "null";
            }
            out.add("  {\"text\": " + quoted(text) + ", \"json\": " + json + "}");
        }
        new PrintStream(System.out, true, StandardCharsets.UTF_8).print(out);
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
