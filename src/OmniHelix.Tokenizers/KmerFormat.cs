using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Sequences;
using OmniHelix.Tokenizers.Genomic;

namespace OmniHelix.Tokenizers;

/// <summary>A kind of tokenizer that cuts into k-mers: how its <c>tokenizer_config.json</c> tells the cut and the conversions.</summary>
/// <param name="Class">Its <c>tokenizer_class</c>.</param>
/// <param name="ReadCut">The cut that the configuration tells, or the tokens without a role.</param>
/// <param name="WriteCut">Writes the cut into a configuration.</param>
internal sealed record KmerFormat(
    string Class, Func<MapNode, IEnumerable<string>, KmerCut> ReadCut, Action<KmerCut, JsonObject> WriteCut)
{
    private const string UpperKey = "do_upper_case";

    /// <summary>RNA, as multimolecule writes it.</summary>
    public static readonly KmerFormat Rna = Multimolecule("RnaTokenizer") with
    {
        Molecule = Sequences.Molecule.Rna,
        ReplaceKey = "replace_T_with_U",
        Replaces = UracilPolicy.TToU,
    };

    /// <summary>DNA, as multimolecule writes it.</summary>
    public static readonly KmerFormat Dna = Multimolecule("DnaTokenizer") with
    {
        Molecule = Sequences.Molecule.Dna,
        ReplaceKey = "replace_U_with_T",
        Replaces = UracilPolicy.UToT,
    };

    /// <summary>Proteins, as multimolecule writes them.</summary>
    public static readonly KmerFormat Protein = Multimolecule("ProteinTokenizer") with { Molecule = Sequences.Molecule.Protein };

    /// <summary>Secondary structures, as multimolecule writes them.</summary>
    public static readonly KmerFormat DotBracket = Multimolecule("DotBracketTokenizer") with
    {
        Molecule = Sequences.Molecule.Unknown,
        Case = CasePolicy.Keep,
    };

    /// <summary>DNABERT: a k-mer at every letter of each word, special tokens as BERT puts them.</summary>
    public static readonly KmerFormat Dnabert = new("DNATokenizer", (_, tokens) => KmerCut.Overlapping(LengthOf(tokens)), (_, _) => { })
    {
        HasWords = true,
        SecondType = 1,
    };

    /// <summary>The same for a vocabulary of BERT that holds letters or k-mers and no pieces of words.</summary>
    public static readonly KmerFormat Words = new(
        TokenizerClasses.Bert, Dnabert.ReadCut, (cut, settings) => settings[TokenizerConfig.KmersKey] = cut.Length)
    {
        HasWords = true,
        SecondType = 1,
    };

    /// <summary>The k-mers of OmniGenBench, on the vocabulary of any model.</summary>
    public static readonly KmerFormat OmniKmers = new("OmniKmersTokenizer", ReadOverlap, WriteOverlap);

    /// <summary>K-mers of a data set, whose length and stride the configuration tells.</summary>
    public static readonly KmerFormat Given = new("KmerTokenizer", ReadStride, WriteStride) { Case = CasePolicy.Upper };

    /// <summary>Single bases for models that read rows of zeros and ones.</summary>
    public static readonly KmerFormat OneHot = new("OneHotTokenizer", (_, _) => KmerCut.Letters, (_, _) => { })
    {
        Molecule = Sequences.Molecule.Dna,
        ReplaceKey = Dna.ReplaceKey,
        Replaces = UracilPolicy.UToT,
        Case = CasePolicy.Upper,
    };

    private static readonly KmerFormat[] All = [Rna, Dna, Protein, DotBracket, Dnabert, OmniKmers, Given, OneHot];

    /// <summary>The classes that are read.</summary>
    public static IEnumerable<string> Classes => All.Select(format => format.Class);

    /// <summary>What the sequences are; null when the vocabulary tells it.</summary>
    public Molecule? Molecule { get; init; }

    /// <summary>The key that tells whether letters are replaced; null when <c>u2t</c> and <c>t2u</c> do.</summary>
    public string? ReplaceKey { get; init; }

    /// <summary>The conversion where nothing says otherwise.</summary>
    public UracilPolicy Replaces { get; init; }

    /// <summary>The case where nothing says otherwise.</summary>
    public CasePolicy Case { get; init; }

    /// <summary>Blanks stand between words, each of which is cut on its own.</summary>
    public bool HasWords { get; init; }

    /// <summary>Type id of the second sequence of a pair.</summary>
    public int SecondType { get; init; }

    /// <summary>The format of a class; null when it is none of k-mers.</summary>
    public static KmerFormat? Of(string? tokenizerClass) => All.FirstOrDefault(format => format.Class == tokenizerClass);

    /// <summary>What was asked for, and of the conversions of letters what the configuration says.</summary>
    public TokenizerOptions Merge(TokenizerOptions asked, TokenizerConfig config)
    {
        var settings = config.Settings;
        var merged = config.Merge(asked);
        var replaces = ReplaceKey is null || (settings.Flag(ReplaceKey) ?? true) ? Replaces : UracilPolicy.None;
        CasePolicy? letters = settings.Flag(UpperKey) switch
        {
            true => CasePolicy.Upper,
            false => CasePolicy.Keep,
            null => null,
        };
        return merged with
        {
            Uracil = asked.Uracil ?? (merged.Uracil == UracilPolicy.None ? replaces : merged.Uracil),
            Case = asked.Case ?? letters ?? Case,
        };
    }

    /// <summary>The configuration of a tokenizer.</summary>
    /// <param name="settings">What it says already, which stays.</param>
    /// <param name="cut">How sequences are cut.</param>
    /// <param name="options">Conversions of letters.</param>
    public void Write(JsonObject settings, KmerCut cut, TokenizerOptions options)
    {
        settings["tokenizer_class"] = Class;
        WriteCut(cut, settings);
        if (ReplaceKey is not null) settings[ReplaceKey] = options.Uracil == Replaces;
        settings[UpperKey] = options.Case == CasePolicy.Upper;
    }

    private static KmerFormat Multimolecule(string name) => new(name, ReadNmers, WriteNmers) { Case = CasePolicy.Upper };

    private static KmerCut ReadNmers(MapNode settings, IEnumerable<string> tokens) =>
        settings.Flag("codon") ?? false ? KmerCut.Codons : KmerCut.Overlapping(settings.Integer(TokenizerConfig.KmersKey, 1) ?? 1);

    private static void WriteNmers(KmerCut cut, JsonObject settings)
    {
        settings[TokenizerConfig.KmersKey] = cut.Length;
        settings["codon"] = cut == KmerCut.Codons;
    }

    private static KmerCut ReadOverlap(MapNode settings, IEnumerable<string> tokens)
    {
        var length = settings.Integer("k", 1) ?? throw settings.Wrong("k", "a whole number");
        var overlap = settings.Integer("overlap", 0) ?? 0;
        return overlap < length
            ? new KmerCut(length, length - overlap, KmerTail.Kept)
            : throw settings.Wrong("overlap", FormattableString.Invariant($"less than {length}, the letters of a k-mer"));
    }

    private static KmerCut ReadStride(MapNode settings, IEnumerable<string> tokens)
    {
        var length = settings.Integer("k", 1) ?? throw settings.Wrong("k", "a whole number");
        var stride = settings.Integer("stride", 1) ?? 1;
        return stride <= length
            ? new KmerCut(length, stride, KmerTail.Dropped)
            : throw settings.Wrong("stride", FormattableString.Invariant($"at most {length}, the letters of a k-mer"));
    }

    private static void WriteStride(KmerCut cut, JsonObject settings)
    {
        settings["k"] = cut.Length;
        settings["stride"] = cut.Step;
    }

    private static void WriteOverlap(KmerCut cut, JsonObject settings)
    {
        settings["k"] = cut.Length;
        settings["overlap"] = cut.Length - cut.Step;
    }

    // The length that most of the tokens have.
    private static int LengthOf(IEnumerable<string> tokens) =>
        tokens.Select(token => Math.Max(token.Length, 1)).DefaultIfEmpty(1).CountBy(length => length).MaxBy(length => length.Value).Key;
}
