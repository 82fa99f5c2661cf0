using System.Text.Json.Nodes;
using OmniHelix.Hub;
using OmniHelix.Models;
using OmniHelix.Models.Backbones;
using OmniHelix.Sequences;
using OmniHelix.Tokenizers;

namespace OmniHelix.Inference;

/// <summary>What is in a model folder: the model, and the tokenizer beside it.</summary>
/// <param name="Model">Architecture, tasks and tensors.</param>
/// <param name="Tokenizer">Null when it cannot be read.</param>
/// <param name="TokenizerProblem">Why it cannot be read.</param>
public sealed record ModelDescription(ModelInspection Model, OmniTokenizer? Tokenizer, OmniException? TokenizerProblem)
{
    /// <summary>Most tokens of a sequence that model and tokenizer take, special tokens included.</summary>
    public int MaxTokens => Math.Min(Model.MaxTokens, Tokenizer?.MaxLength ?? int.MaxValue);

    /// <summary>
    /// The published models that this one may be, told by sizes and vocabulary: several were published in the same sizes. Empty when none
    /// is known.
    /// </summary>
    public IReadOnlyList<PublishedModel> Published =>
        [.. Model.Published.Where(one => Tokenizer is null || IsOneMolecule(one.Facts.Molecule, Tokenizer.Molecule))];

    /// <summary>The task asked about; null when none was.</summary>
    public TaskType? Task { get; private init; }

    /// <summary>Parameters that fine-tuning for <see cref="Task"/> starts afresh; null without one.</summary>
    public IReadOnlyList<string>? Fresh { get; private init; }

    /// <summary>The special tokens: role, token and id, in the order of their ids.</summary>
    public IReadOnlyList<(string Role, string Token, int Id)> SpecialTokens => Tokenizer is not { Special: var special } tokenizer
        ? []
        :
        [
            .. new (string Role, int? Id)[]
                {
                    ("cls", special.Cls), ("bos", special.Bos), ("pad", special.Pad), ("eos", special.Eos), ("sep", special.Sep),
                    ("unknown", special.Unknown), ("mask", special.Mask),
                }
                .Where(role => role.Id is not null)
                .Select(role => (role.Role, tokenizer.TokenOf(role.Id!.Value), role.Id.Value)).OrderBy(role => role.Value),
        ];

    /// <summary>How the tokenizer cuts a sequence, in words; null without one.</summary>
    public string? TokenizerModel => Tokenizer?.Stages.FirstOrDefault(stage => stage.Name == "model")?.Description;

    /// <summary>The letters that tokens are made of, in the order of the vocabulary.</summary>
    public IReadOnlyList<string> Letters => Tokenizer is not { } tokenizer
        ? []
        :
        [
            .. Enumerable.Range(0, tokenizer.VocabularySize).Where(id => !tokenizer.Special.All.Contains(id))
                .SelectMany(id => tokenizer.LettersOf(id)).Distinct().Select(letter => letter.ToString()),
        ];

    /// <summary>Why nothing can be computed: weights, or a tokenizer that was read, do not fit; null where both do.</summary>
    public OmniException? Problem
    {
        get
        {
            if (Model.Problem is { } misfit) return misfit;
            try
            {
                if (Tokenizer is not null) Model.RequireFit(Tokenizer);
                return null;
            }
            catch (OmniException e)
            {
                return e;
            }
        }
    }

    /// <summary>Reads a folder.</summary>
    /// <param name="name">What <see cref="ModelNames.FolderOf"/> takes.</param>
    /// <param name="task">Tell what fine-tuning for this task would start afresh; null asks nothing.</param>
    /// <exception cref="OmniException">OH5302 there is no model; OH30xx–OH33xx it cannot be read.</exception>
    public static ModelDescription Of(string name, TaskType? task = null)
    {
        var model = ModelInspection.Of(ModelNames.FolderOf(name));
        var (tokenizer, problem) = Read(model.Folder);
        return new(model, tokenizer, problem) { Task = task, Fresh = task is null ? null : model.FreshFor(task) };
    }

    /// <summary>The description for programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["folder"] = Model.Folder,
        ["family"] = Model.Family,
        ["model_type"] = Model.ModelType,
        ["architectures"] = Texts(Model.Architectures),
        ["adapter"] = Model.Adapter is { } adapter
            ? new JsonObject { ["rank"] = adapter.Rank, ["alpha"] = adapter.Alpha, ["model"] = adapter.BaseModel }
            : null,
        ["tasks"] = Texts(Model.Tasks.Select(task => task.Name)),
        ["labels"] = Texts(Model.LabelNames),
        ["layers"] = Model.Layers,
        ["attention_heads"] = Model.Heads,
        ["hidden_size"] = Model.HiddenSize,
        ["vocabulary_size"] = Model.VocabularySize,
        ["max_tokens"] = MaxTokens,
        ["parameters"] = Model.Parameters,
        ["published"] = new JsonArray([.. Published.Select(Describe)]),
        ["tokenizer"] = Tokenizer is null ? new JsonObject { ["error"] = TokenizerProblem!.Describe() } : Describe(Tokenizer),
        ["fresh"] = Fresh is null ? null : new JsonObject { ["task"] = Task!.Name, ["tensors"] = Texts(Fresh) },
        ["problem"] = Problem?.Describe(),
        ["weights"] = Model.Weights,
        ["tensors"] = new JsonArray(
        [
            .. Model.Tensors.Select(tensor => new JsonObject
            {
                ["name"] = tensor.Name,
                ["dtype"] = tensor.Type.ToString(),
                ["shape"] = new JsonArray([.. tensor.Shape.Select(n => (JsonNode)n)]),
            }),
        ]),
    };

    // Models of RNA may be written with T.
    private static bool IsOneMolecule(Molecule one, Molecule other) =>
        one == Molecule.Unknown || other == Molecule.Unknown || one == Molecule.Protein == (other == Molecule.Protein);

    private static JsonObject Describe(PublishedModel model) => new()
    {
        ["name"] = model.Name,
        ["molecule"] = model.Facts.Molecule.ToString(),
        ["letters"] = model.Facts.Letters,
        ["tokens"] = model.Facts.Tokens,
        ["max_tokens"] = model.Facts.MostTokens,
        ["trained_on"] = model.Facts.TrainedOn,
        ["licence"] = model.Facts.Licence,
        ["reference"] = model.Facts.Reference,
    };

    private JsonObject Describe(OmniTokenizer tokenizer) => new()
    {
        ["molecule"] = tokenizer.Molecule.ToString(),
        ["model"] = TokenizerModel,
        ["vocabulary_size"] = tokenizer.VocabularySize,
        ["max_length"] = tokenizer.MaxLength == int.MaxValue ? null : tokenizer.MaxLength,
        ["uracil"] = tokenizer.Uracil == UracilPolicy.None ? null : tokenizer.Uracil.ToString(),
        ["upper_case"] = tokenizer.Case == CasePolicy.Upper,
        ["special_tokens"] = new JsonArray(
        [
            .. SpecialTokens.Select(s => new JsonObject { ["role"] = s.Role, ["token"] = s.Token, ["id"] = s.Id }),
        ]),
        ["letters"] = Texts(Letters),
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static (OmniTokenizer? Tokenizer, OmniException? Problem) Read(string folder)
    {
        try
        {
            return (ModelTokenizer.Open(folder), null);
        }
        catch (OmniException e)
        {
            return (null, e);
        }
    }
}
