import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prints the least microseconds that all patterns of one file take on a line of another, each with its first group. */
public class BareSearches {
    private static final int ROUNDS = 15;

    public static void main(String[] files) throws Exception {
        List<Pattern> patterns = Files.readAllLines(Path.of(files[0])).stream().map(Pattern::compile).toList();
        List<String> lines = Files.readAllLines(Path.of(files[1]));
        double least = Double.MAX_VALUE;
        long characters = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            for (String line : lines) {
                for (Pattern pattern : patterns) {
                    Matcher matcher = pattern.matcher(line);
                    if (matcher.find()) {
                        characters += matcher.group(1).length();
                    }
                }
            }
            least = Math.min(least, (System.nanoTime() - begin) / 1e3 / lines.size());
        }
        if (characters == 0) {
            throw new IllegalStateException("no pattern matched");
        }
        System.out.println(least);
    }
}
