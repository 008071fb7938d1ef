using System.Text;

namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>Unicode normalisation of identifiers.</summary>
internal static class Normalization
{
    /// <summary>The text in normal form NFKC.</summary>
    public static string Compatible(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // Not Unicode; compared as it is.
            return text;
        }
    }
}
