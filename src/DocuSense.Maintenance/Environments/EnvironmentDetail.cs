namespace DocuSense.Maintenance.Environments;

/// <summary>How much of each distribution is read. More costs more: see the members.</summary>
public enum EnvironmentDetail
{
    /// <summary>Names, versions and requirements: one file a distribution. Enough for conflicts. Modules, entry points and files stay unknown.</summary>
    Metadata,

    /// <summary>Also modules, entry points, origin and the size that RECORD states: every file of the metadata folder, nothing outside it.</summary>
    Modules,

    /// <summary>Also whether the files that RECORD lists are there, and the size of those it gives no size for.</summary>
    Full,
}
