using OmniHelix.Torch;

namespace OmniHelix.Models.Layers;

/// <summary>
/// Rotary position embedding (Su et al. 2021), half-split unless <see cref="Interleaved"/>: with φ[p, i] = p · θ^(−2i/d), x' = x ·
/// [cos φ, cos φ] + [−x₂, x₁] · [sin φ, sin φ], where x₁ and x₂ are the halves of a head. The tables of the longest input so
/// far are kept for each element type and device; the sign of the swapped half is part of the sine table, and the query tables hold the
/// scale d^−1/2. With a width below the size of a head, the first channels are rotated, and the others pass.
/// </summary>
/// <param name="headSize">Channels d of a head.</param>
/// <param name="theta">Base θ of the frequencies.</param>
/// <param name="width">Channels that are rotated; null for all.</param>
internal sealed class RotaryEmbedding(int headSize, double theta, int? width = null) : IDisposable
{
    /// <summary>Channels of a head that are rotated.</summary>
    public int Width { get; } = width ?? headSize;

    /// <summary>True: x₁ and x₂ are the even and the odd channels. False: they are the halves.</summary>
    public bool Interleaved { get; init; }

    private readonly Dictionary<(DType, Device), Tables> cache = [];
    private readonly Lock gate = new();

    /// <summary>
    /// <c>[batch, heads, length, size]</c> to the same shape, scaled by size^−1/2; positions start at <paramref name="first"/>.
    /// </summary>
    public Tensor RotateQueries(Tensor q, long first = 0)
    {
        var tables = For(q, first);
        return Rotate(q, tables.QueryCos, tables.QuerySin, first, Scale);
    }

    /// <summary><c>[batch, heads, length, size]</c> to the same shape; positions start at <paramref name="first"/>.</summary>
    public Tensor RotateKeys(Tensor k, long first = 0)
    {
        var tables = For(k, first);
        return Rotate(k, tables.Cos, tables.Sin, first, 1);
    }

    public void Dispose()
    {
        foreach (var (_, cos, sin, queryCos, querySin) in cache.Values)
            foreach (var table in (Tensor[])[cos, sin, queryCos, querySin]) table.Dispose();
        cache.Clear();
    }

    private double Scale => Math.Pow(headSize, -0.5);

    private Tensor Rotate(Tensor x, Tensor cos, Tensor sin, long first, double scale)
    {
        if (Width < headSize)
        {
            var rest = x.Narrow(-1, Width, headSize - Width);
            var rotated = Turn(x.Narrow(-1, 0, Width).Contiguous(), cos, sin, first);
            return Ops.Cat([rotated, scale == 1 ? rest : rest * scale], -1);
        }
        return Turn(x, cos, sin, first);
    }

    private Tensor Turn(Tensor x, Tensor cos, Tensor sin, long first)
    {
        var shape = x.Shape;
        if (cos.Size(0) != shape[2])
        {
            cos = cos.Narrow(0, first, shape[2]);                                // [L, d]
            sin = sin.Narrow(0, first, shape[2]);
        }
        var swapped = Interleaved
            ? x.View([shape[0], shape[1], shape[2], shape[3] / 2, 2]).Flip([4]).View(shape)
            : x.View([shape[0], shape[1], shape[2], 2, shape[3] / 2]).Flip([3]).View(shape);
        return (x * cos).AddcmulInPlace(swapped, sin);
    }

    private Tables For(Tensor x, long first)
    {
        var length = first + x.Size(2);
        var key = (x.DType, x.Device);
        lock (gate)
        {
            // Tables that are too short are left to the collector: another thread may be using them.
            if (!cache.TryGetValue(key, out var tables) || tables.Length < length)
                cache[key] = tables = Build(length, key.DType, key.Device);
            return tables;
        }
    }

    // In single precision, as the reference does whatever the type of the model.
    private Tables Build(long length, DType type, Device device)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var half = Width / 2;
        var cos = new float[length * Width];
        var sin = new float[length * Width];
        for (var i = 0; i < half; i++)
        {
            var frequency = 1f / MathF.Pow((float)theta, 2f * i / Width);
            for (var p = 0; p < length; p++)
            {
                var angle = p * frequency;
                var first = p * Width + (Interleaved ? 2 * i : i);
                var second = first + (Interleaved ? 1 : half);
                cos[first] = cos[second] = MathF.Cos(angle);
                sin[second] = MathF.Sin(angle);
                sin[first] = -sin[second];
            }
        }
        var exact = type == DType.Float64 ? DType.Float64 : DType.Float32;
        Tensor c = Table(cos), s = Table(sin);
        var tables = new Tables(length, c.To(type), s.To(type), (c * Scale).To(type), (s * Scale).To(type));
        foreach (var table in (Tensor[])[tables.Cos, tables.Sin, tables.QueryCos, tables.QuerySin]) table.LeaveScope();
        return tables;

        Tensor Table(float[] values) => Tensor.From<float>(values, [length, Width]).To(device, exact);
    }

    private sealed record Tables(long Length, Tensor Cos, Tensor Sin, Tensor QueryCos, Tensor QuerySin);
}
