namespace DocuSense.Maintenance.Manifests;

/// <summary>The file name of a wheel: <c>name-version(-build)-python-abi-platform.whl</c>.</summary>
internal static class WheelName
{
    /// <summary>The requirement a wheel's file name stands for, as pip reads it; null where the name is not a wheel's.</summary>
    public static string? ToRequirement(string fileName)
    {
        if (!fileName.EndsWith(".whl", StringComparison.Ordinal))
            return null;
        string[] parts = fileName.Substring(0, fileName.Length - 4).Split('-');
        if (parts.Length is not (5 or 6) || (parts.Length == 6 && (parts[2].Length == 0 || parts[2][0] is < '0' or > '9')))
            return null;
        for (int i = 0; i < parts.Length; i++)
        {
            bool isVersion = i == 1;
            bool isBuild = i == 2 && parts.Length == 6;
            if ((parts[i].Length == 0 && !isVersion) || (!isBuild && HasSpace(parts[i])))
                return null;
        }

        return parts[0].Replace('_', '-') + "==" + parts[1].Replace('_', '-');
    }

    private static bool HasSpace(string text)
    {
        foreach (char c in text)
        {
            if (PythonText.IsSpace(c))
                return true;
        }

        return false;
    }
}
