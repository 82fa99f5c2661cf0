using OmniHelix.Data.Checks;
using OmniHelix.Data.Files;
using OmniHelix.Models.Files;
using OmniHelix.Rna.Files;
using OmniHelix.Sequences.Checks;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Workflows.Files;

/// <summary>All kinds of files that any part of this program knows: each part declares those that it can read.</summary>
public static class KnownFiles
{
    /// <summary>Pages that commands write; none is read.</summary>
    public static FileKind Html { get; } = new("HTML", ".html", ".htm");

    /// <summary>The kinds.</summary>
    public static FileKinds Kinds { get; } = new([.. DataFileKinds.All.All, .. WeightFileKinds.All, Html]);

    /// <summary>How they are checked, each of them from its first to its last byte.</summary>
    public static FileCapability<FileCheck> Checking { get; } =
        new("OH1110", "be checked", [.. DataFileChecks.All, .. StructureFile.Checks, .. WeightFileKinds.Checks]);

    /// <summary>Whether files are whole and what their names promise.</summary>
    public static FileChecks Checks { get; } = new(Kinds, Checking);
}
