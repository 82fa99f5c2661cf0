using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Layers;

/// <summary>The sum of the vectors of all things that a position holds.</summary>
internal sealed class InputFields : Module
{
    private readonly IReadOnlyList<FieldOptions> options;
    private readonly List<InputField> fields = [];

    /// <param name="options">In the order of the input.</param>
    /// <param name="hidden">Width of a vector.</param>
    /// <param name="padding">Row of padding in the tables of tokens; null for none.</param>
    public InputFields(IReadOnlyList<FieldOptions> options, int hidden, int? padding)
    {
        this.options = options;
        foreach (var field in options)
        {
            var name = $"{field.Prefix}{field.Name}_embeddings";
            fields.Add(field.Kind switch
            {
                FieldKind.Tokens when field.TableSize is { } size => Register("", new ProjectedTokens(name, field, size, hidden)),
                FieldKind.Tokens => Register(name, new TokenField(field, hidden, padding)),
                FieldKind.Waves => Register(name, new WaveField(field, hidden)),
                _ => Register(name, new NumberField(field, hidden)),
            });
        }
    }

    /// <summary>The table of the first field of tokens.</summary>
    public Parameter Words => fields.Select(one => one.Table).First(table => table is not null)!;

    /// <summary>Numbers of all fields, <c>[batch, fields, length]</c>, or ids of the only one, <c>[batch, length]</c>.</summary>
    /// <returns><c>[batch, length, hidden]</c>.</returns>
    public Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        var sum = Vectors(0, input);
        for (var i = 1; i < fields.Count; i++) sum = sum + Vectors(i, input);
        return scope.Keep(sum);
    }

    /// <summary>Vectors <c>[batch, length, hidden]</c> of one field.</summary>
    public Tensor Forward(string name, Tensor input)
    {
        for (var i = 0; i < fields.Count; i++)
            if (options[i].Name == name) return Vectors(i, input);
        throw new KeyNotFoundException(name);
    }

    private Tensor Vectors(int field, Tensor input)
    {
        using var scope = new TensorScope();
        return scope.Keep(fields[field].Forward(input.Shape.Length == 2 ? input : input.Select(1, field)));
    }
}

/// <summary>From the numbers <c>[batch, length]</c> of one field to vectors <c>[batch, length, hidden]</c>.</summary>
internal abstract class InputField : Module
{
    /// <summary>Rows of tokens; null for numbers.</summary>
    public virtual Parameter? Table => null;

    public abstract Tensor Forward(Tensor values);
}

/// <summary>A table.</summary>
internal sealed class TokenField : InputField
{
    private readonly Embedding table;

    public TokenField(FieldOptions field, int hidden, int? padding) =>
        table = Register("", new Embedding(field.VocabularySize, hidden, padding));

    /// <inheritdoc/>
    public override Parameter Table => table.Weight;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor values)
    {
        using var scope = new TensorScope();
        return scope.Keep(table.Forward(values.To(DType.Int64)));
    }
}

/// <summary>A table from elsewhere, projected to the hidden size.</summary>
internal sealed class ProjectedTokens : InputField
{
    private readonly Embedding table;
    private readonly Linear projection;

    public ProjectedTokens(string name, FieldOptions field, int size, int hidden)
    {
        table = Register(name, new Embedding(field.VocabularySize, size));
        projection = Register($"{name}_projection", new Linear(size, hidden));
    }

    /// <inheritdoc/>
    public override Parameter Table => table.Weight;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor values)
    {
        using var scope = new TensorScope();
        return scope.Keep(projection.Forward(table.Forward(values.To(DType.Int64))));
    }
}
