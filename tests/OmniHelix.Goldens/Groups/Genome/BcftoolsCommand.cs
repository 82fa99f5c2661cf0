using System.Globalization;
using System.Text;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Vcf;
using OmniHelix.Sequences.Vcf.Filtering;
using OmniHelix.Sequences.Vcf.Normalization;

namespace OmniHelix.Goldens.Groups.Genome;

/// <summary>A command line of bcftools norm, view or query, run with the library.</summary>
internal sealed class BcftoolsCommand
{
    private readonly Func<string, string> locate;
    private NormalizationOptions normalization = new();
    private VcfViewOptions view = new();
    private string command = "", input = "", format = "", reference = "";

    private BcftoolsCommand(Func<string, string> locate) => this.locate = locate;

    /// <summary>Reads the arguments; null when one of them is not known.</summary>
    public static BcftoolsCommand? Parse(string arguments, Func<string, string> locate)
    {
        var words = new Queue<string>(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var parsed = new BcftoolsCommand(locate) { command = words.Count > 0 ? words.Dequeue() : "" };
        if (parsed.command is not ("norm" or "view" or "query")) return null;
        while (words.TryDequeue(out var word))
        {
            if (!word.StartsWith('-')) parsed.input = word;
            // A value may be attached to its flag.
            else if (!parsed.Flag(word[..2], () => word.Length > 2 ? word[2..] : Value(words))) return null;
        }
        return parsed.input.Length > 0 ? parsed : null;
    }

    /// <summary>Returns what goes to standard output, and the line that norm ends with.</summary>
    public (string Text, string? Message) Run()
    {
        using var reader = VcfReader.Open(locate(input));
        using var output = new MemoryStream();
        string? message = null;
        if (command == "query") Query(reader, output);
        else
        {
            using var writer = new VcfWriter(output, leaveOpen: true);
            if (command == "view") VcfView.Run(reader, writer, view);
            else message = Normalize(reader, writer);
        }
        return (Encoding.UTF8.GetString(output.ToArray()), message);
    }

    private string Normalize(VcfReader reader, VcfWriter writer)
    {
        using var genome = reference.Length > 0 ? ReferenceGenome.Open(locate(reference)) : null;
        var counts = VariantNormalizer.Run(reader, writer, normalization with { Reference = genome });
        // Records that cannot be normalised are an error of ours, so none is skipped.
        return string.Create(CultureInfo.InvariantCulture, $"Lines   total/split/realigned/skipped:\t{counts.Total}/{counts.Split}/{counts.Realigned}/0");
    }

    private void Query(VcfReader reader, MemoryStream output)
    {
        var selection = new VcfView(reader.Header, view);
        var query = new VcfQuery(format, reader.Header);
        var text = new StringBuilder();
        while (reader.TryRead())
            if (selection.Keeps(reader.Record)) query.Write(reader.Record, text);
        output.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private bool Flag(string flag, Func<string> value)
    {
        switch (flag)
        {
            case "-f" when command == "query": format = Unquoted(value()); break;
            case "-f" when command == "norm": reference = value(); break;
            case "-m" when command == "norm": return Rows(value());
            case "-s" when command == "view":
                var samples = value();
                view = view with { Samples = samples.TrimStart('^').Split(','), ExcludeSamples = samples.StartsWith('^') };
                break;
            case "-c" when command == "view": return Count(value(), minimum: true);
            case "-C" when command == "view": return Count(value(), minimum: false);
            case "-v" when command == "view": return Kinds(value(), kinds => view = view with { Kinds = kinds });
            case "-V" when command == "view": return Kinds(value(), kinds => view = view with { WithoutKinds = kinds });
            case "-m" when command == "view": view = view with { MinimumAlleles = Number(value()) }; break;
            case "-M" when command == "view": view = view with { MaximumAlleles = Number(value()) }; break;
            case "-i" when command != "norm": view = view with { Include = Unquoted(value()) }; break;
            case "-e" when command != "norm": view = view with { Exclude = Unquoted(value()) }; break;
            case "-H" when command == "view": break;
            default: return false;
        }
        return true;
    }

    private bool Rows(string value)
    {
        if (value.Length == 0 || value[0] is not ('-' or '+')) return false;
        MultiallelicKinds? kinds = value[1..] switch
        {
            "" or "both" => MultiallelicKinds.Both,
            "any" => MultiallelicKinds.Any,
            "snps" => MultiallelicKinds.Snps,
            "indels" => MultiallelicKinds.Indels,
            _ => null,
        };
        if (kinds is null) return false;
        normalization = normalization with { Rows = value[0] == '-' ? MultiallelicRows.Split : MultiallelicRows.Join, Kinds = kinds.Value };
        return true;
    }

    private bool Count(string value, bool minimum)
    {
        var parts = value.Split(':');
        CountedAllele? counted = parts.ElementAtOrDefault(1) switch
        {
            null or "nref" => CountedAllele.NonReference,
            "alt1" => CountedAllele.FirstAlternate,
            "minor" => CountedAllele.Minor,
            "major" => CountedAllele.Major,
            "nonmajor" => CountedAllele.NonMajor,
            _ => null,
        };
        if (counted is null) return false;
        view = minimum ? view with { MinimumCount = Number(parts[0]), Counted = counted.Value } : view with { MaximumCount = Number(parts[0]), Counted = counted.Value };
        return true;
    }

    private static bool Kinds(string value, Action<VariantKinds> set)
    {
        var kinds = VariantKinds.Reference;
        foreach (var name in value.Split(','))
        {
            VariantKinds? kind = name switch
            {
                "snps" => VariantKinds.Snp,
                "indels" => VariantKinds.Indel,
                "mnps" => VariantKinds.Mnp,
                "other" => VariantKinds.Other,
                "bnd" => VariantKinds.Breakend,
                "overlap" => VariantKinds.Overlap,
                "ref" => VariantKinds.Reference,
                _ => null,
            };
            if (kind is null) return false;
            kinds |= kind.Value;
        }
        set(kinds);
        return true;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The next word, and with it the words up to the next flag or the file at the end: expressions stand unquoted in the table.</summary>
    private static string Value(Queue<string> words)
    {
        var value = words.Dequeue();
        while (words.Count > 1 && !words.Peek().StartsWith('-')) value += " " + words.Dequeue();
        return value;
    }

    private static string Unquoted(string value) => value.Length > 1 && value[0] == '\'' && value[^1] == '\'' ? value[1..^1] : value;
}
