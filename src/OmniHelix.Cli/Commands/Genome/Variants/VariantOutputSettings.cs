using System.ComponentModel;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Cli.Commands.Genome.Variants;

/// <summary>Where variants go, and how they are written.</summary>
internal sealed record VariantOutputSettings
{
    [Description("Write to this file instead of standard output: .vcf, .vcf.gz (BGZF) or .bcf.")]
    public string? Output { get; init; }

    [Description("v (VCF), z (VCF in BGZF), b (BCF) or u (BCF, not compressed); by default what the name of the output says, else v.")]
    public string? OutputType { get; init; }

    [Description("Replace the output file.")]
    public bool Overwrite { get; init; }

    private bool IsFile => Output is not null and not "-";

    /// <summary>Adds the settings under the names that bcftools has for them.</summary>
    public static SettingsBinding AddTo(SettingsBinding schema) =>
        schema.Add<VariantOutputSettings>().Alias("--output", "-o").Alias("--output-type", "-O");

    /// <summary>Refuses a file that is there, before the work begins.</summary>
    /// <param name="json">A summary goes to standard output.</param>
    /// <param name="command">Used in errors.</param>
    /// <exception cref="UsageException">OH2016 an unknown type; OH2020 --json without --output; OH2031 the file exists.</exception>
    public void Check(bool json, string command)
    {
        _ = Format();
        if (json && !IsFile) throw new UsageException("OH2020", "--json needs --output: standard output has the variants", command);
        if (IsFile) OverwriteCheck.Files(Overwrite, Output);
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
