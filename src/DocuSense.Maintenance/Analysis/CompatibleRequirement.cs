using System.Globalization;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Analysis;

/// <summary>The line that requires what is installed, and later releases that promise to be compatible: <c>bcrypt>=4.1.2,&lt;5</c>.</summary>
internal static class CompatibleRequirement
{
    /// <summary>A first number from here on is a year, which promises nothing.</summary>
    private const int FirstYear = 1900;

    /// <summary>The line for an installed distribution; its name alone where its version cannot be read.</summary>
    public static string Of(InstalledDistribution installed)
    {
        if (installed.ParsedVersion is not { } version)
            return installed.Name;
        string lower = installed.Name + ">=" + version.Public;
        if (!int.TryParse(version.Major.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int major) || major >= FirstYear || version.Epoch.ToString() != "0")
            return lower;
        if (major > 0)
            return lower + ",<" + (major + 1).ToString(CultureInfo.InvariantCulture);

        // Before 1.0 the second number is the one that breaks.
        return int.TryParse(version.Minor.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int minor)
            ? lower + ",<0." + (minor + 1).ToString(CultureInfo.InvariantCulture)
            : lower;
    }
}
