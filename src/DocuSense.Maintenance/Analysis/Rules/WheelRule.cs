using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Analysis.Rules;

/// <summary>DSM2001 for wheels that the environment's interpreter cannot use (PEP 425), which <c>pip check</c> judges only since pip 24.1.</summary>
public sealed class WheelRule : IRule
{
    /// <inheritdoc/>
    public void Analyse(Snapshot snapshot, DiagnosticList findings)
    {
        if (snapshot.PythonMinor is not int minor || snapshot.Markers is not { } markers)
            return;

        List<WheelTarget> targets = Targets(minor, snapshot.Environment!.Implementation, markers.SysPlatform, markers.PlatformMachine);
        foreach (InstalledDistribution distribution in snapshot.Environment.Distributions)
        {
            if (distribution.WheelTags.Count == 0 || IsUsable(distribution.WheelTags, targets))
                continue;
            ManifestRequirement? root = snapshot.Graph.Root(distribution.NormalizedName);
            findings.Add("DSM2001", root?.File ?? distribution.MetadataFile, root?.Span ?? SourceSpan.Start,
                $"{distribution.Name} {distribution.Version} was built for {string.Join(", ", distribution.WheelTags)}, which Python 3.{minor} on this system cannot use; reinstall it in this environment.",
                distribution.Name);
        }
    }

    /// <summary>The interpreter's own architecture and build are not in the environment's files, so each one that this system can run counts.</summary>
    private static List<WheelTarget> Targets(int minor, string implementation, string sysPlatform, string machine)
    {
        string[] architectures = sysPlatform switch
        {
            "win32" => ["amd64", "win32", "arm64"],
            "darwin" => ["arm64", "x86_64"],
            _ => machine switch { "x86_64" => ["x86_64", "i686"], "aarch64" => ["aarch64", "armv7l", "armv8l"], _ => [machine] },
        };
        var targets = new List<WheelTarget>();
        foreach (string architecture in architectures)
        {
            foreach (bool isFreeThreaded in (bool[])[false, true])
            {
                targets.Add(new WheelTarget
                {
                    Implementation = implementation,
                    Minor = minor,
                    SysPlatform = sysPlatform,
                    Architecture = architecture,
                    IsFreeThreaded = isFreeThreaded,
                    IsDebug = !isFreeThreaded,
                });
            }
        }

        return targets;
    }

    private static bool IsUsable(IReadOnlyList<string> texts, List<WheelTarget> targets)
    {
        foreach (string text in texts)
        {
            // What cannot be read is not held against the wheel.
            if (!WheelTag.TryParse(text, out IReadOnlyList<WheelTag>? tags) || targets.Exists(target => target.IsCompatible(tags)))
                return true;
        }

        return false;
    }
}
