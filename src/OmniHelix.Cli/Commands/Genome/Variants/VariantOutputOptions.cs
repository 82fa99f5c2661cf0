using System.ComponentModel;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Vcf;
using OmniHelix.Workflows.Files;

namespace OmniHelix.Cli.Commands.Genome.Variants;

/// <summary>Where variants go, and how they are written.</summary>
[Category("Output")]
internal sealed record VariantOutputOptions
{
    [Description("Write to this file instead of standard output: .vcf, .vcf.gz (BGZF) or .bcf.")]
    public string? Output { get; init; }

    [Description("v (VCF), z (VCF in BGZF), b (BCF) or u (BCF, not compressed); by default what the name of the output says, else v.")]
    public string? OutputType { get; init; }

    [Description("Replace the output file.")]
    public bool Overwrite { get; init; }

    [Description("Write the summary as JSON to standard output; needs --output.")]
    public bool Json { get; init; }

    private bool IsFile => Output is not null and not "-";

    /// <summary>Refuses a file that is there, before the work begins.</summary>
    /// <exception cref="UsageException">OH2016 an unknown type; OH2020 --json without --output; OH2031 the file exists; OH2032 its name
    /// promises something else.</exception>
    public void Check()
    {
        var format = Format();
        if (Json && !IsFile) throw new UsageException("OH2020", "--json needs --output: standard output has the variants");
        if (!IsFile) return;
        CheckName(Output!, format ?? VcfWriter.FormatOf(Output!));
        OverwriteCheck.Files(Overwrite, Output);
    }

    /// <summary>Writes variants.</summary>
    /// <exception cref="OmniException">OH1075 records that BCF cannot hold; OH6001, OH6002 they cannot be written.</exception>
    public void Write(Terminal terminal, Action<VcfWriter> fill)
    {
        if (IsFile) VcfWriter.WriteFile(Output!, fill, Format());
        else
            CommandOutput.ToStandardOutput(
                terminal, stream => VcfWriter.Write(stream, "standard output", Format() ?? VariantFormat.Vcf, fill));
    }

    private static void CheckName(string path, VariantFormat format)
    {
        var kind = format is VariantFormat.Bcf or VariantFormat.UncompressedBcf ? SequenceFileKinds.Bcf : SequenceFileKinds.Vcf;
        KnownFiles.Kinds.RequireName(path, "variants", kind);
        var isCompressed = CompressedOutput.IsCompressed(path);
        if (format == VariantFormat.Vcf && isCompressed)
            throw new UsageException(
                "OH2032", "text that is not compressed was asked for", path, "Leave the ending .gz away, or ask for z.");
        if (format == VariantFormat.CompressedVcf && !isCompressed && SequenceFileKinds.Vcf.IsPromisedBy(path))
            throw new UsageException(
                "OH2032", "a .vcf file cannot hold VCF in BGZF, which was asked for", path, "Add the ending .gz, or ask for v.");
    }

    private VariantFormat? Format() => OutputType switch
    {
        null => null,
        "v" => VariantFormat.Vcf,
        "z" => VariantFormat.CompressedVcf,
        "b" => VariantFormat.Bcf,
        "u" => VariantFormat.UncompressedBcf,
        _ => throw new UsageException("OH2016", $"'{OutputType}' is not one of v, z, b, u", "--output-type"),
    };
}
