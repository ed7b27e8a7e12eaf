// Checks print files with veraPDF's engine: ConformanceCheck PROFILE FILE... prints what each file offends against and
// ends with 1 if one does.

import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class ConformanceCheck {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour profile = PDFAFlavour.byFlavourId(arguments[0]);
        boolean sound = profile != PDFAFlavour.NO_FLAVOUR;
        for (int n = 1; n < arguments.length; n++) {
            sound &= conforms(arguments[n], profile);
        }
        System.exit(sound ? 0 : 1);
    }

    private static boolean conforms(String file, PDFAFlavour profile) throws Exception {
        try (FileInputStream input = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(input, profile)) {
            PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false);
            ValidationResult result = validator.validate(parser);
            Map<String, String> offences = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                    offences.putIfAbsent(rule, assertion.getMessage());
                }
            }
            offences.forEach((rule, words) -> System.out.println(file + ": " + rule + ": " + words));
            return result.isCompliant() && result.getTotalAssertions() > 0;
        }
    }
}
