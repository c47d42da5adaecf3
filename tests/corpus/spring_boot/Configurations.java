import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;
import org.yaml.snakeyaml.Yaml;

/**
 * Prints what Spring Boot binds the properties of each configuration on standard input to: one JSON object a line, with
 * "files" by path and "profiles" that are activated from outside. Run with the libraries of the version in question:
 * java -cp 'BOOT-INF/lib/*' Configurations.java < configurations.2.2.jsonl > configurations.2.2.txt
 */
public class Configurations {
    public static class Empty {}

    static final String[] KEYS = {"server.port", "other", "a.b", "server.ssl.enabled", "also.port"};

    public static void main(String[] arguments) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(answer(new Yaml().load(line)));
        }
        System.exit(0);
    }

    @SuppressWarnings("unchecked")
    static String answer(Map<String, Object> configuration) throws Exception {
        Path root = Files.createTempDirectory("configuration");
        for (Map.Entry<String, String> file : ((Map<String, String>) configuration.get("files")).entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue().getBytes(StandardCharsets.UTF_8));
        }
        String profiles = String.join(",", (List<String>) configuration.get("profiles"));
        String[] given = profiles.isEmpty() ? new String[0] : new String[] {"--spring.profiles.active=" + profiles};
        ClassLoader parent = Configurations.class.getClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {root.toUri().toURL()}, parent)) {
            Thread.currentThread().setContextClassLoader(loader);
            SpringApplication application = new SpringApplication(new DefaultResourceLoader(loader), Empty.class);
            application.setWebApplicationType(WebApplicationType.NONE);
            application.setBannerMode(Banner.Mode.OFF);
            application.setLogStartupInfo(false);
            application.setRegisterShutdownHook(false);
            try (ConfigurableApplicationContext context = application.run(given)) {
                Binder binder = Binder.get(context.getEnvironment());
                StringJoiner answer = new StringJoiner("\t");
                for (String key : KEYS) {
                    answer.add(key + "=" + value(binder, key));
                }
                return answer.add(String.join(",", context.getEnvironment().getActiveProfiles())).toString();
            }
        } catch (RuntimeException refused) {
            return "refused";
        } finally {
            Thread.currentThread().setContextClassLoader(parent);
        }
    }

    static String value(Binder binder, String key) {
        try {
            String value = binder.bind(key, String.class).orElse("(none)");
            return value.contains("${") ? "(unresolved)" : value;
        } catch (RuntimeException unresolved) {
            return "(unresolved)";
        }
    }
}
