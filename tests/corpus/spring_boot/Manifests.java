import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Manifest;
import java.util.logging.LogManager;

/** Prints what the JDK makes of each manifest of a file: one Java-escaped text a line. Run: java Manifests.java manifests.txt */
public class Manifests {
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            byte[] bytes = line.translateEscapes().getBytes(StandardCharsets.UTF_8);
            String answer;
            try {
                String main = new Manifest(new ByteArrayInputStream(bytes)).getMainAttributes().getValue("Main-Class");
                answer = main == null ? "none" : "value " + main;
            } catch (java.io.IOException refused) {
                answer = "refused";
            }
            System.out.println(answer);
        }
    }
}
