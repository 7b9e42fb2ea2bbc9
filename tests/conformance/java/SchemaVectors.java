import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.xml.sax.SAXException;

/**
 * Writes whether Java's validator, which is Xerces, takes the workflows of schema_cases.txt, as a JSON list.
 *
 * <pre>java SchemaVectors.java ../../../builder/workflow/schemas &lt; schema_cases.txt &gt; ../workflow/xerces.json</pre>
 *
 * A case is a line "name: what stands in a Workflow of schema V2". &lt;U+41&gt; stands for a code point; lines that start
 * with # are remarks.
 */
public final class SchemaVectors {
    private static final String OPENING =
        "<Workflow xmlns=\"http://qradar.ibm.com/UniversalCloudRESTAPI/Workflow/V2\" name=\"n\" version=\"1\">";
    private static final StringJoiner OUT = new StringJoiner(",\n", "[\n", "\n]\n");

    public static void main(String[] arguments) throws IOException, SAXException {
        SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        Schema schema = factory.newSchema(new File(arguments[0], "Workflow-V2.xsd"));
        BufferedReader reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(": ");
            String body = decode(line.substring(colon + 2));
            String problem = "";
            try {
                schema.newValidator().validate(new StreamSource(new StringReader(OPENING + body + "</Workflow>")));
            } catch (SAXException error) {
                problem = error.getMessage();
            }
            OUT.add("  {\"name\": " + quoted(line.substring(0, colon)) + ", \"body\": " + quoted(body)
                + ", \"problem\": " + quoted(problem) + "}");
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
