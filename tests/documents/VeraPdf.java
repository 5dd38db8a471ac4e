// Validates files against PDF/UA-1 with veraPDF itself: one line a failed rule, nothing for a valid file.
import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class VeraPdf {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), PDFAFlavour.PDFUA_1)) {
                PDFAValidator validator = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFUA_1, 20, false, false, false);
                ValidationResult result = validator.validate(parser);
                for (TestAssertion failed : result.getTestAssertions()) {
                    System.out.println(file + ": " + failed.getRuleId() + " " + failed.getMessage());
                }
                if (!result.isCompliant()) {
                    System.out.println(file + ": not compliant");
                }
            }
        }
        System.out.println("checked " + files.length);
    }
}
