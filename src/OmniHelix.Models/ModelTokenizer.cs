using OmniHelix.Documents;
using OmniHelix.Hub;
using OmniHelix.Models.Adapters;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Encoders;
using OmniHelix.Models.Families;
using OmniHelix.Sequences;
using OmniHelix.Tokenizers;

namespace OmniHelix.Models;

/// <summary>
/// The tokenizer of a model, which reads what the model was trained on: of T and U the letter that the vocabulary lacks is read as the
/// other one, and where the vocabulary does not tell the molecule, the published model does whose sizes the configuration has. Raw
/// sequences are cut into the letters or k-mers that a vocabulary of words holds, and lower case is read where only upper case means
/// something (<see cref="TokenizerOptions.RawSequences"/>).
/// </summary>
public static class ModelTokenizer
{
    /// <summary>Reads the tokenizer of a folder.</summary>
    /// <param name="folder">What <see cref="OmniTokenizer.FromPretrained(string, TokenizerOptions, string?)"/> takes.</param>
    /// <param name="options">What goes before the choices of the folder; null for nothing.</param>
    /// <exception cref="OmniException">
    /// OH5302 there is no such model; OH15xx the tokenizer cannot be read; OH3405 the model reads several things at a position, as cells
    /// are, and no sequences.
    /// </exception>
    public static OmniTokenizer Open(string folder, TokenizerOptions? options = null)
    {
        options = AsRead(options ?? new());
        folder = PlaceOf(folder);
        if (ConfigOf(folder) is { } json && MultiField.InputNames(json) is { Count: > 1 } fields)
            throw new OmniException(
                "OH3405",
                $"the model reads {Plural.Count(fields.Count, "field")} at a position ({string.Join(", ", fields)}): cells, no sequences",
                json.Place.File,
                "Choose a model of sequences; a program gives this one numbers, [batch, fields, length].");
        return AsTrained(OmniTokenizer.FromPretrained(folder, options), folder, options);
    }

    /// <summary>
    /// The tokenizer of a folder, for its own sake: that of a model as the model reads it; any other, and a file, as the public libraries
    /// do.
    /// </summary>
    /// <param name="path">What <see cref="OmniTokenizer.FromPretrained(string, TokenizerOptions, string?)"/> takes.</param>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static OmniTokenizer OpenAlone(string path) =>
        !File.Exists(path) && ConfigOf(path) is { } json && MultiField.InputNames(json).Count < 2
            ? Open(path)
            : OmniTokenizer.FromPretrained(path);

    /// <summary>The tokenizer of a folder; null when it has none of a kind that is read.</summary>
    /// <exception cref="OmniException">OH1503 a pickle; OH1504 a role without a token; OH1505, OH1506 a malformed file.</exception>
    internal static OmniTokenizer? Find(string folder)
    {
        var place = PlaceOf(folder);
        return OmniTokenizer.Find(place, AsRead(new())) is { } found ? AsTrained(found, place, AsRead(new())) : null;
    }

    // An adapter need not have one: it reads what its model reads.
    private static string PlaceOf(string folder) =>
        File.Exists(AdapterConfigFile.PathIn(folder)) && OmniTokenizer.Find(folder, new()) is null
            ? AdapterConfigFile.BaseFolder(folder)!
            : folder;

    private static TokenizerOptions AsRead(TokenizerOptions options) => options with { RawSequences = options.RawSequences ?? true };

    private static OmniTokenizer AsTrained(OmniTokenizer tokenizer, string folder, TokenizerOptions options)
    {
        var isTold = tokenizer.Molecule != Molecule.Unknown;
        var molecule = isTold ? tokenizer.Molecule : PublishedMolecule(folder);
        var uracil = options.Uracil is null && tokenizer.Uracil == UracilPolicy.None
            ? Conversion(molecule, isTold ? tokenizer : null)
            : tokenizer.Uracil;
        if ((molecule, uracil) == (tokenizer.Molecule, tokenizer.Uracil)) return tokenizer;
        return OmniTokenizer.FromPretrained(folder, options with { Molecule = molecule, Uracil = uracil });
    }

    // A vocabulary for any text has the letter all the same.
    private static UracilPolicy Conversion(Molecule molecule, OmniTokenizer? vocabulary) => molecule switch
    {
        Molecule.Dna when !Has(vocabulary, 'U') => UracilPolicy.UToT,
        Molecule.Rna when !Has(vocabulary, 'T') => UracilPolicy.TToU,
        _ => UracilPolicy.None,
    };

    private static bool Has(OmniTokenizer? vocabulary, char letter) => vocabulary is not null
        && Enumerable.Range(0, vocabulary.VocabularySize).Any(id => !vocabulary.IsSpecial(id) && vocabulary.LettersOf(id).Contains(letter));

    private static Molecule PublishedMolecule(string folder)
    {
        if (ConfigOf(folder) is not { } json) return Molecule.Unknown;
        try
        {
            var config = ModelFamilies.Read(json);
            return PublishedModel.MoleculeOf(config.Family.PublishedLike(config));
        }
        catch (OmniException)
        {
            // What is wrong with the configuration is told when the model is opened.
            return Molecule.Unknown;
        }
    }

    private static MapNode? ConfigOf(string folder) => ModelConfigFile.TryOpen(
        Path.Combine(File.Exists(folder) ? Path.GetDirectoryName(folder)! : ModelNames.TokenizerFolderOf(folder), "config.json"));
}
